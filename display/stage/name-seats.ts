import { contains, type Polygon, type Seat } from './areas.ts';
import type { Rectangle } from './placement.ts';
import type { Point } from './projection.ts';

/** Where it is asked what a name stands over and beside: parts of half its width, and of its height. */
const ROUND = [0, -0.3, 0.3, -0.6, 0.6, -0.9, 0.9].flatMap((across) =>
  [0, -1, 1].map((down) => [across, down] as const),
);

export interface Size {
  width: number;
  height: number;
}

/** Parts of its width by which a name over its area or below it may stand aside. */
const ALONG = [0, -0.2, 0.2, -0.4, 0.4];
/** So near to an end of a line the middle of a name may stand, as a part of the way from its middle. */
const REACH = 0.9;

/**
 * Where the middle of a name of the size may stand by the lines of its area (see `seatsFor`), best first: in
 * the middle of a line, aside as far as it is over it, and flush with one of its ends.
 */
export function seatsWithin(lines: readonly Seat[], { width }: Size): Point[] {
  const seats: Point[] = [];
  for (const { x, y, width: room } of lines) {
    const flush = Math.abs(room - width) / 2;
    const aside = Math.min(flush, (REACH * room) / 2);
    seats.push([x, y]);
    for (const by of [aside / 2, aside]) seats.push([x - by, y], [x + by, y]);
    if (flush > aside) seats.push([x - flush, y], [x + flush, y]);
  }
  return seats;
}

/** And beyond it, by the gap, where there is none within: beside each of its lines, over all of them, below them. */
export function seatsAround(lines: readonly Seat[], size: Size, gap: number): Point[] {
  const { width, height } = size;
  const seats = seatsWithin(lines, size);
  for (const { x, y, width: room } of lines) {
    const aside = (room + width) / 2 + gap;
    seats.push([x - aside, y], [x + aside, y]);
  }
  const [top, bottom] = [-1, 1].map((down) =>
    lines.reduce((most, line) => (down * line.y > down * most.y ? line : most), lines[0]!),
  );
  for (const part of ALONG) {
    if (top) seats.push([top.x + part * width, top.y - height - gap]);
    if (bottom) seats.push([bottom.x + part * width, bottom.y + height + gap]);
  }
  return seats;
}

/**
 * Whether a name that stands so is read as that of its area: its middle is over it, or it stands beside it and
 * neither over another one nor as near to one as its own height. `areas` are all, its own among them.
 */
export function isOver(
  own: readonly Polygon[],
  areas: readonly (readonly Polygon[])[],
  { left, right, top, bottom }: Rectangle,
): boolean {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  if (contains(own, [x, y])) return true;
  const others = areas.filter((area) => area !== own);
  return !ROUND.some(([across, down]) => {
    const at: Point = [x + (across * (right - left)) / 2, y + down * (bottom - top)];
    return others.some((area) => contains(area, at));
  });
}
