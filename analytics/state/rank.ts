import type { Millis } from '../../config/contract/ids.ts';

/**
 * Where a hop stands among the hops of its case: by time, then the upstream's order, then id. A
 * doubtful time counts as that of acceptance (`rankedTime`).
 */
export interface Rank {
  at: Millis;
  order: number;
  id: string;
}

/** Negative where `a` comes before `b`. */
export const compareRank = (a: Rank, b: Rank): number =>
  a.at - b.at || a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Where a hop's word on its case stands among others: by when it was true, then as the hop does. */
export interface WordRank extends Rank {
  asOf: Millis;
}

/** Negative where the word of `a` is older than that of `b`. */
export const compareWords = (a: WordRank, b: WordRank): number =>
  a.asOf - b.asOf || compareRank(a, b);

/** Something that hops say of their case, by the newest that says it. */
export interface Told<T> {
  rank: WordRank;
  value: T;
}

/** The later of two; what is not known is earlier than all. */
export const last = <R, T extends { rank: R }>(
  compare: (a: R, b: R) => number,
  a: T | null,
  b: T | null,
): T | null => {
  if (a === null || b === null) return a ?? b;
  return compare(a.rank, b.rank) >= 0 ? a : b;
};
