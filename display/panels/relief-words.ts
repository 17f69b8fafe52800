import type { AlertLevel } from '../../config/contract/vocabulary.ts';
import { TEXT } from '../design/scale.ts';
import { type Polygon, seatsFor } from '../stage/areas.ts';
import { isOver, type Size, seatsAround } from '../stage/name-seats.ts';
import { place, type Rectangle, rectangle, squareAt, type Wish } from '../stage/placement.ts';
import type { Point } from '../stage/projection.ts';

const SIZE = 10 * TEXT.small;
/** Of letters from the highest to the lowest, and of their line (style/map.css). */
const HIGH = 1.05 * SIZE;
const LINE = 1.25 * SIZE;
/** Free room at both ends of a word together, design pixels. */
const ENDS = 8;
/** From the border of an area to a name that stands outside of it. */
const OUTSIDE = 4;
/** From the middle of a beacon's head to its name. */
const BESIDE = 20;
/** Side of a beacon's head by level, design pixels. */
const HEAD: Record<AlertLevel, number> = { blue: 12, yellow: 13, red: 26, purple: 24 };

/** A name wished for over the relief. */
export interface Word {
  id: string;
  text: string;
  /** Of the alert that it names; null: it names a place. */
  level: AlertLevel | null;
  /** What it names: something at a place of the screen, or an area on it. CSS pixels. */
  place: { at: Point } | { area: readonly Polygon[] };
}

/** A name that has its seat: its left upper corner. CSS pixels. */
export interface SeatedWord extends Omit<Word, 'place'> {
  at: Point;
}

/** The head of a beacon, in the shape of its level. CSS pixels. */
export interface Head {
  level: AlertLevel;
  /** Its middle. */
  at: Point;
  side: number;
}

export interface Sheet {
  width: number;
  height: number;
  /** CSS pixels of a design pixel. */
  unit: number;
  /** Width of a text of so many CSS pixels. */
  measure: (text: string, size: number) => number;
}

export const headOf = (level: AlertLevel, at: Point, unit: number): Head => ({
  level,
  at,
  side: HEAD[level] * unit,
});

/**
 * Seats for names over the relief: never over one another, and beside the heads of the beacons. `before`
 * are the seats of the last time, so that nothing jumps.
 */
export function seatWords(
  words: readonly Word[],
  heads: readonly Head[],
  { width, height, unit, measure }: Sheet,
  before: ReadonlyMap<string, number>,
): { words: SeatedWord[]; seats: Map<string, number> } {
  const areas = words.flatMap(({ place: to }) => ('area' in to ? [to.area] : []));
  const wishes = words.map(({ id, text, level, place: to }): Wish => {
    const size = { width: measure(text, SIZE * unit) + ENDS * unit, height: HIGH * unit };
    if ('area' in to) {
      const lines = seatsFor(to.area, size.height);
      return {
        ...{ id, ...size },
        weight: 0,
        seats: seatsAround(lines, size, OUTSIDE * unit),
        suits: (box) => isOver(to.area, areas, box),
      };
    }
    const seats = level === null ? over(to.at, size) : beside(to.at, size, unit);
    return { id, ...size, seats, weight: 1, needed: true };
  });
  const seats = place(wishes, { width, height }, before, heads.map(boxOf));
  return {
    words: words.flatMap((word, n) => {
      const [wish, seat] = [wishes[n], seats.get(word.id)];
      if (!wish || seat === undefined) return [];
      const { left, top } = rectangle({ ...wish, height: LINE * unit }, seat);
      const { id, text, level } = word;
      return [{ id, text, level, at: [Math.round(left), Math.round(top)] }];
    }),
    seats,
  };
}

/** Parts of a word's width and height by which it may stand aside. */
const ASIDE = [0, -0.2, 0.2, -0.35, 0.35, -0.5, 0.5];
const ROWS = [0, -0.3, 0.3, -0.6, 0.6, -0.9, 0.9, -1.2, 1.2];

/** Over its place, the nearest first. */
const over = ([x, y]: Point, { width, height }: Size): Point[] =>
  ROWS.flatMap((row) => ASIDE.map((part): Point => [part * width, row * height]))
    .sort((a, b) => Math.hypot(...a) - Math.hypot(...b))
    .map(([right, down]) => [x + right, y + down]);

/** Right of a head, left of it, else above, as high as it takes. */
const beside = ([x, y]: Point, { width, height }: Size, unit: number): Point[] => {
  const aside = BESIDE * unit + width / 2;
  return [
    ...[0, -0.4, 0.4].flatMap((row): Point[] => [
      [x + aside, y + row * height],
      [x - aside, y + row * height],
    ]),
    ...[0, 0.7, 1.4, 2.1, 2.8, 3.5].flatMap((row) =>
      ASIDE.map((part): Point => [x + part * width, y - BESIDE * unit - (0.5 + row) * height]),
    ),
  ];
};

const boxOf = ({ at, side }: Head): Rectangle => squareAt(at, 0.4 * side);
