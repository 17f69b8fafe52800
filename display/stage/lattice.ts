import { Column } from './column.ts';
import type { Box } from './projection.ts';

/** Cells of the coarsest lattice along the longer side of the map. */
const COARSEST = 44;
const LEVELS = 4;
/** Height of a row in widths of a cell: every second row is shifted by half a cell. */
export const ROW = 0.866;

/**
 * Counts by cell of an even lattice over the map, of all things and of those that are late, in one column
 * of the graphics card. Adding and taking away costs the same however many things there are.
 */
export class Lattice {
  /** Metres. */
  readonly pitch: number;
  readonly bounds: Box;
  readonly columns: number;
  readonly rows: number;
  /** All and late, two a cell, and at last those outside the map. */
  readonly counts: Column<Int32Array>;
  readonly #sizes: Int32Array;
  /** Cells counted since `settle`. */
  #first = Number.POSITIVE_INFINITY;
  #last = -1;

  private constructor(bounds: Box, pitch: number) {
    this.bounds = bounds;
    this.pitch = pitch;
    this.columns = Math.max(1, Math.ceil(bounds.width / pitch) + 1);
    this.rows = Math.max(1, Math.ceil(bounds.height / (pitch * ROW)) + 1);
    this.#sizes = new Int32Array(2 * (this.columns * this.rows + 1));
    this.counts = new Column(this.#sizes);
  }

  /** Lattices over the map, each twice as fine as the one before. */
  static pyramid(bounds: Box): Lattice[] {
    const longer = Math.max(bounds.width, bounds.height, 1);
    return Array.from(
      { length: LEVELS },
      (_, n) => new Lattice(bounds, longer / COARSEST / 2 ** n),
    );
  }

  /** Counts in a cell of `cellAt`; its readers hear of it at `settle`. */
  add(cell: number, all: number, late: number): void {
    this.#sizes[2 * cell]! += all;
    this.#sizes[2 * cell + 1]! += late;
    if (cell < this.#first) this.#first = cell;
    if (cell > this.#last) this.#last = cell;
  }

  clear(): void {
    this.#sizes.fill(0);
    this.counts.touch(0, this.#sizes.length);
  }

  /** Tells the readers of the counts. */
  settle(): void {
    if (this.#last >= 0) this.counts.touch(2 * this.#first, 2 * this.#last + 2);
    this.#first = Number.POSITIVE_INFINITY;
    this.#last = -1;
  }

  /** The cell that stands for all places outside the map; it is in no box. */
  get outside(): number {
    return this.columns * this.rows;
  }

  /** Number of the cell at a place. */
  cellAt(x: number, y: number): number {
    const { bounds, pitch, columns, rows } = this;
    const row = Math.floor((y - bounds.y) / (pitch * ROW) + 0.5);
    const column = Math.floor((x - bounds.x) / pitch + 0.5 - (row & 1) / 2);
    const outside = row < 0 || row >= rows || column < 0 || column >= columns;
    return outside ? this.outside : row * columns + column;
  }

  /** Things in the box, counted by whole cells, those of them that are late, and the most that one cell of it holds. */
  within(box: Box): { all: number; late: number; most: number } {
    const { bounds, pitch, columns, rows } = this;
    const clamp = (value: number, most: number) => Math.min(Math.max(Math.round(value), 0), most);
    const left = clamp((box.x - bounds.x) / pitch - 0.5, columns - 1);
    const right = clamp((box.x + box.width - bounds.x) / pitch, columns - 1);
    const top = clamp((box.y - bounds.y) / (pitch * ROW), rows - 1);
    const bottom = clamp((box.y + box.height - bounds.y) / (pitch * ROW), rows - 1);
    let all = 0;
    let late = 0;
    let most = 0;
    for (let row = top; row <= bottom; row += 1) {
      for (let column = left; column <= right; column += 1) {
        const count = this.#sizes[2 * (row * columns + column)]!;
        all += count;
        late += this.#sizes[2 * (row * columns + column) + 1]!;
        if (count > most) most = count;
      }
    }
    return { all, late, most };
  }
}
