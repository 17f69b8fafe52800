import type { Table } from '../../config/contract/table.ts';

/** The first of the rows that fit. */
export interface FirstRows {
  /** In their order. */
  keys: string[];
  /** How many fit, those too that are not listed. */
  count: number;
}

/** Of two rows by their numbers: which stands first. */
export type Order = (a: number, b: number) => number;

/**
 * The first rows that fit, at most `most` (1 or more) of them, ties in the order of the keys. Rows are looked at by number in
 * columns: to make an object of each of 100,000 would cost more than a frame.
 */
export function firstRows<R extends object>(
  rows: Table<R>,
  fits: (number: number) => boolean,
  order: Order,
  most: number,
): FirstRows {
  const first: number[] = [];
  let count = 0;
  const compare: Order = (a, b) => order(a, b) || (rows.keyAt(a)! < rows.keyAt(b)! ? -1 : 1);
  for (const number of rows.numbers()) {
    if (!fits(number)) continue;
    count += 1;
    if (first.length === most && compare(number, first[most - 1]!) > 0) continue;
    let [low, high] = [0, first.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(number, first[middle]!) < 0) high = middle;
      else low = middle + 1;
    }
    first.splice(low, 0, number);
    if (first.length > most) first.pop();
  }
  return { keys: first.map((number) => rows.keyAt(number)!), count };
}
