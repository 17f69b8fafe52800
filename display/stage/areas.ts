import type { Point } from './projection.ts';

/** A polygon: outer ring, then holes. */
export type Polygon = readonly (readonly Point[])[];

/** Whether the point lies in one of the polygons (even-odd, so holes count). */
export const contains = (polygons: readonly Polygon[], at: Point): boolean =>
  polygons.some((polygon) => polygon.reduce((inside, ring) => inside !== crosses(ring, at), false));

/** Whether a ray from the point to the right crosses the ring an odd number of times. */
function crosses(ring: readonly Point[], [x, y]: Point): boolean {
  let odd = false;
  let a = ring.at(-1);
  for (const b of ring) {
    if (a && a[1] > y !== b[1] > y && x < a[0] + ((y - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
      odd = !odd;
    a = b;
  }
  return odd;
}

function* edges(polygon: Polygon): Iterable<[Point, Point]> {
  for (const ring of polygon) {
    for (let i = 0; i < ring.length; i += 1) {
      const a = ring[i];
      const b = ring[(i + 1) % ring.length];
      if (a && b) yield [a, b];
    }
  }
}

/** Spans of the horizontal line at `y` that lie inside the polygon, as pairs of x. */
function spans(polygon: Polygon, y: number): [number, number][] {
  const xs: number[] = [];
  for (const [[ax, ay], [bx, by]] of edges(polygon)) {
    if (ay > y !== by > y) xs.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
  }
  xs.sort((a, b) => a - b);
  const out: [number, number][] = [];
  for (let i = 0; i + 1 < xs.length; i += 2) out.push([xs[i] ?? 0, xs[i + 1] ?? 0]);
  return out;
}

export interface Seat {
  x: number;
  y: number;
  /** Free width at this place for a text of the height asked for. */
  width: number;
}

const LINES = 24;

/**
 * Seats for a text of a height, line by line, the best first: where the polygons are widest over the whole
 * height of the line, with a leaning towards the middle. None where not even the height fits.
 */
export function seatsFor(polygons: readonly Polygon[], height: number): Seat[] {
  const found: (Seat & { score: number })[] = [];
  for (const polygon of polygons) {
    const ys = (polygon[0] ?? []).map((point) => point[1]);
    const top = Math.min(...ys);
    const bottom = Math.max(...ys);
    for (let i = 1; i < LINES; i += 1) {
      const y = top + ((bottom - top) * i) / LINES;
      const lean = 1 - Math.abs(i / LINES - 0.5) * 0.5;
      for (const [left, right] of common(polygon, y, height)) {
        const width = right - left;
        found.push({ x: (left + right) / 2, y, width, score: width * lean });
      }
    }
  }
  return found.sort((a, b) => b.score - a.score).map(({ x, y, width }) => ({ x, y, width }));
}

/** Spans that are inside at the top, the middle and the bottom of a line of text. */
function common(polygon: Polygon, y: number, height: number): [number, number][] {
  const cut = (a: [number, number][], b: [number, number][]) =>
    a.flatMap(([al, ar]) =>
      b.flatMap(([bl, br]): [number, number][] => {
        const left = Math.max(al, bl);
        const right = Math.min(ar, br);
        return right > left ? [[left, right]] : [];
      }),
    );
  return cut(
    cut(spans(polygon, y - height / 2), spans(polygon, y)),
    spans(polygon, y + height / 2),
  );
}

/**
 * The nearest of the places in a direction (dx, dy of a compass key): near means close along the
 * direction and not far off it. Null where none lies that way.
 */
export function towards<T extends { x: number; y: number }>(
  places: readonly T[],
  from: { x: number; y: number },
  dx: number,
  dy: number,
): T | null {
  let best: T | null = null;
  let least = Infinity;
  for (const place of places) {
    const along = (place.x - from.x) * dx + (place.y - from.y) * dy;
    const across = Math.abs((place.x - from.x) * dy) + Math.abs((place.y - from.y) * dx);
    if (along <= 1) continue;
    const cost = along + 2 * across;
    if (cost < least) {
      least = cost;
      best = place;
    }
  }
  return best;
}
