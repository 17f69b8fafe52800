import { type Accessor, createSignal, onCleanup } from 'solid-js';
import type { Wall } from '../../config/deployment/wall.ts';
import { remOf } from './scale.ts';

/** The part of a wall that this browser shows. */
export interface Screen {
  wall: Wall;
  /** From 0; 0 of 1 where the browser shows the whole wall. */
  part: number;
  parts: number;
  /** Pixels of this window for one pixel of the wall's output. */
  scale: Accessor<number>;
  /** Pixels of this window for 1 rem. */
  rem: Accessor<number>;
}

export interface Shape {
  width: number;
  height: number;
}

/**
 * The wall and part that an address asks for: `?wall=ID&part=1/3`. Without a wall, the deployment's own
 * where the window has its shape, else the one whose shape, then size, comes nearest; an unknown part is the whole.
 */
export function chooseWall(
  walls: readonly Wall[],
  own: string,
  query: URLSearchParams,
  window: Shape,
): Pick<Screen, 'wall' | 'part' | 'parts'> {
  const [part, parts] = readPart(query.get('part'));
  const aspect = (shape: Shape) => shape.width / shape.height;
  const seen = aspect(window) * parts;
  // Hundredths: shapes that differ by less are the same.
  const off = (wall: Wall) => Math.round(100 * Math.abs(Math.log(aspect(wall) / seen)));
  const size = (wall: Wall) => Math.abs(Math.log(wall.height / window.height));
  const nearest = [...walls].sort(
    (a, b) => off(a) - off(b) || Number(b.id === own) - Number(a.id === own) || size(a) - size(b),
  )[0] as Wall;
  const wall = walls.find(({ id }) => id === query.get('wall')) ?? nearest;
  return { wall, part, parts };
}

function readPart(asked: string | null): [part: number, parts: number] {
  const match = /^(\d+)\/(\d+)$/.exec(asked ?? '');
  const [part, parts] = [Number(match?.[1]), Number(match?.[2])];
  return part >= 1 && part <= parts ? [part - 1, parts] : [0, 1];
}

/** Fits the wall, or its part, into the window: never stretched, dark where the shapes differ. */
export function createScreen(chosen: Pick<Screen, 'wall' | 'part' | 'parts'>): Screen {
  const { wall, parts } = chosen;
  const read = () =>
    Math.min((window.innerWidth * parts) / wall.width, window.innerHeight / wall.height);
  const [scale, setScale] = createSignal(read());
  const rem = () => remOf(wall) * scale();
  const fit = () => {
    setScale(read());
    document.documentElement.style.fontSize = `${rem()}px`;
  };
  fit();
  window.addEventListener('resize', fit);
  onCleanup(() => window.removeEventListener('resize', fit));
  return { ...chosen, scale, rem };
}
