import { type Mark, type Rectangle, squareAt } from '../stage/placement.ts';
import type { Box, Point } from '../stage/projection.ts';
import type { CaseLayer } from './case-layer.ts';
import type { PlaceLayer } from './place-layer.ts';

/** More marks that matter than this stand everywhere: names stand as if they were not there, and under them. */
const MOST = 120;

/** The marks on the screen that names keep off. CSS pixels. */
export class HeededMarks {
  /** Cases soon due or late, and places where action is needed: no name covers one. */
  pressing: readonly Rectangle[] = [];
  /** Other places: names of places leave them to be seen where they can. */
  glyphs: readonly Rectangle[] = [];
  readonly #cases: CaseLayer;
  readonly #places: PlaceLayer;

  constructor(cases: CaseLayer, places: PlaceLayer) {
    this.#cases = cases;
    this.#places = places;
  }

  /** Takes what is drawn in the box of the plane. Answers whether something that matters is new, gone or elsewhere. */
  take(seen: Box, toScreen: (place: Point) => Point): boolean {
    const boxOf = ({ x, y, half }: Mark) => squareAt(toScreen([x, y]), half);
    const places = this.#places.marks();
    const pressing = [
      ...(this.#cases.pressingIn(seen, MOST) ?? []),
      ...places.filter((mark) => mark.pressing),
    ].map(boxOf);
    this.glyphs = places.filter((mark) => !mark.pressing).map(boxOf);
    const isSame =
      pressing.length === this.pressing.length &&
      pressing.every((box, n) => isEqual(box, this.pressing[n]!));
    this.pressing = pressing;
    return !isSame;
  }
}

const isEqual = (a: Rectangle, b: Rectangle): boolean =>
  a.left === b.left && a.top === b.top && a.right === b.right;
