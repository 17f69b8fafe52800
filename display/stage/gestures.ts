import type { Point } from './projection.ts';

export interface Gestures {
  /** Makes what lies under a place (CSS pixels of the element) `factor` times as large. */
  zoom(at: Point, factor: number): void;
  /** Moves the picture by CSS pixels. */
  pan(dx: number, dy: number): void;
  click(at: Point): void;
}

/** One turn of a wheel makes this much. */
const WHEEL = 1.0015;
/** A pointer that moves less than this was a click. */
const STILL = 6;

/** The map by mouse, pen and finger: drag, wheel, pinch, click. Returns what ends it. */
export function listenTo(element: HTMLElement, gestures: Gestures): () => void {
  const held = new Map<number, Point>();
  let moved = 0;
  const placeOf = (event: PointerEvent | WheelEvent): Point => {
    const box = element.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const middleOf = (points: readonly Point[]): Point => [
    points.reduce((sum, [x]) => sum + x, 0) / points.length,
    points.reduce((sum, [, y]) => sum + y, 0) / points.length,
  ];
  const spread = (points: readonly Point[]): number => {
    const [[ax, ay] = [0, 0], [bx, by] = [0, 0]] = points;
    return Math.hypot(ax - bx, ay - by);
  };

  const down = (event: PointerEvent) => {
    if (held.size === 0) moved = 0;
    held.set(event.pointerId, placeOf(event));
    element.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent) => {
    if (!held.has(event.pointerId)) return;
    const before = [...held.values()];
    held.set(event.pointerId, placeOf(event));
    const after = [...held.values()];
    const [x0, y0] = middleOf(before);
    const [x1, y1] = middleOf(after);
    moved += Math.hypot(x1 - x0, y1 - y0);
    if (moved < STILL && held.size === 1) return;
    gestures.pan(x1 - x0, y1 - y0);
    if (held.size === 2 && spread(before) > 0)
      gestures.zoom([x1, y1], spread(after) / spread(before));
  };
  const up = (event: PointerEvent) => {
    const known = held.delete(event.pointerId);
    if (known && event.type === 'pointerup' && held.size === 0 && moved < STILL)
      gestures.click(placeOf(event));
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    gestures.zoom(placeOf(event), WHEEL ** -event.deltaY);
  };

  const listeners = new AbortController();
  const { signal } = listeners;
  element.addEventListener('pointerdown', down, { signal });
  element.addEventListener('pointermove', move, { signal });
  element.addEventListener('pointerup', up, { signal });
  element.addEventListener('pointercancel', up, { signal });
  element.addEventListener('wheel', wheel, { signal, passive: false });
  return () => listeners.abort();
}
