import type { AlertEvent } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { Alert } from './stage.ts';

/**
 * Something judged as a whole and not case by case: stations, grids, counts. It folds what it is given
 * and says all alerts of its rules that stand; what stood and is not among them is over.
 */
export interface Watch {
  /** The rules of which it alone speaks. */
  readonly rules: readonly string[];
  /**
   * Every alert of its rules that stands at `now`, deployment time. Null: nothing can have changed since
   * it was last asked.
   * @param standing alerts of its rules that were raised and not cleared
   */
  judge(now: Millis, standing: readonly AlertEvent[]): readonly Alert[] | null;
  /** Since when an alert of its rules, which stands no more at `now`, is over: a time of the facts, the same whenever it is asked. */
  goneAt(alert: AlertEvent, now: Millis): Millis;
}
