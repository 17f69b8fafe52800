import { STEPS_REMEMBERED } from '../../config/deployment/alert-rules.ts';
import { compareRank, type Rank } from './rank.ts';

/** Steps of one kind that a case went through, such as its returns: the newest few, oldest first. */
export type Marks = readonly Rank[];

/** All cases without such a step share it. */
export const NO_MARKS: Marks = Object.freeze([]);

/** Both knowledges together. Commutative, associative, idempotent; a step known to both counts once. */
export function mergeMarks(a: Marks, b: Marks): Marks {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const sorted = [...a, ...b].sort(compareRank);
  const once = sorted.filter((mark, n) => {
    const before = sorted[n - 1];
    return before === undefined || compareRank(before, mark) !== 0;
  });
  return once.slice(-STEPS_REMEMBERED);
}
