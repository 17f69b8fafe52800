import { createSignal, onCleanup } from 'solid-js';

/** Pixels of the screen for one pixel of the 1920 × 1080 design; style/base.css sets 1 rem to ten of them. */
export function createUnit(): () => number {
  const read = () => Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
  const [unit, setUnit] = createSignal(read());
  const update = () => setUnit(read());
  window.addEventListener('resize', update);
  onCleanup(() => window.removeEventListener('resize', update));
  return unit;
}
