import type { Millis } from '../../config/contract/ids.ts';
import { type CaseFold, hazardLateAt } from '../state/case-fold.ts';
import { rungsAbout } from './ladder.ts';
import { runningClocks } from './running.ts';

/**
 * The moments about `now` that time alone brings to a case, a rung of a clock or the end of the time
 * given to put a hazard right: the last one, at `now` or before, and the next one. Null: there is none.
 */
export function momentsAbout(
  fold: CaseFold,
  now: Millis,
): { last: Millis | null; next: Millis | null } {
  const rungs = rungsAbout(runningClocks(fold), now);
  const late = hazardLateAt(fold);
  if (late === null) return rungs;
  return late > now
    ? { last: rungs.last, next: Math.min(late, rungs.next ?? late) }
    : { last: Math.max(late, rungs.last ?? late), next: rungs.next };
}
