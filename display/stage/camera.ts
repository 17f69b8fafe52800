import type { Box, Point } from './projection.ts';

/** What the map shows: the place on the plane that stands in the middle of the frame, and how large. */
export interface View {
  x: number;
  y: number;
  /** CSS pixels of a metre. */
  scale: number;
}

/** Half the side of a place that has no extent of its own, in metres. */
const LONE = 500;
/** How much nearer than the whole one may go. */
export const NEAREST = 64;
const FLIGHT_MS = 700;

/** The view that shows all of `bounds` in a frame of the size. */
export function fit(bounds: Box, frame: Box): View {
  const width = Math.max(bounds.width, bounds.height > 0 ? 1 : LONE * 2);
  const height = Math.max(bounds.height, bounds.width > 0 ? 1 : LONE * 2);
  return {
    x: bounds.x + bounds.width / 2,
    y: bounds.y + bounds.height / 2,
    scale: Math.min(frame.width / width, frame.height / height),
  };
}

/** The view moved so that the middle stays within `bounds` and the scale between the whole and the nearest. */
export function within(view: View, bounds: Box, whole: View): View {
  const scale = Math.min(Math.max(view.scale, whole.scale), whole.scale * NEAREST);
  if (scale === whole.scale) return whole;
  return {
    x: Math.min(Math.max(view.x, bounds.x), bounds.x + bounds.width),
    y: Math.min(Math.max(view.y, bounds.y), bounds.y + bounds.height),
    scale,
  };
}

export const toScreen = (view: View, frame: Box, [x, y]: Point): Point => [
  frame.x + frame.width / 2 + (x - view.x) * view.scale,
  frame.y + frame.height / 2 + (y - view.y) * view.scale,
];

export const toPlane = (view: View, frame: Box, [x, y]: Point): Point => [
  view.x + (x - frame.x - frame.width / 2) / view.scale,
  view.y + (y - frame.y - frame.height / 2) / view.scale,
];

/** The view `factor` times as near, with the place under `at` (screen) kept under it. */
export function zoomedAt(view: View, frame: Box, at: Point, factor: number): View {
  const [x, y] = toPlane(view, frame, at);
  return {
    x: x + (view.x - x) / factor,
    y: y + (view.y - y) / factor,
    scale: view.scale * factor,
  };
}

/** The way from one view to another: even to the eye, because the scale grows by equal factors. */
export function flight(from: View, to: View, startedAt: number): (at: number) => View | null {
  const growth = Math.log(to.scale / from.scale);
  return (at) => {
    const t = Math.min(1, Math.max(0, (at - startedAt) / FLIGHT_MS));
    if (t === 1) return null;
    const eased = t * t * (3 - 2 * t);
    const scale = from.scale * Math.exp(growth * eased);
    // The middle moves by what the change of scale leaves of the way, so that both arrive together.
    const part =
      Math.abs(growth) < 1e-6
        ? eased
        : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale);
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part, scale };
  };
}
