import type { Reading } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { StationRules } from '../../../config/deployment/station-rules.ts';

/** Gaps looked at to learn how often a station tells. */
const GAPS = 20;

/** The station's own interval: the median gap between the newest times at which it told something; null: too few. */
export function intervalOf(times: readonly Millis[]): Millis | null {
  const newest = [...new Set(times)].sort((a, b) => a - b).slice(-GAPS - 1);
  const gaps = newest.slice(1).map((at, n) => at - newest[n]!);
  gaps.sort((a, b) => a - b);
  return gaps[gaps.length >> 1] ?? null;
}

/** From when a station is lost that told nothing since `newest`. */
export const lostFrom = (
  newest: Millis,
  interval: Millis | null,
  { hours, intervals }: StationRules['lost'],
): Millis => newest + Math.max(hours * HOUR, (interval ?? 0) * intervals);

/**
 * The values that stand still up to the newest: null where they do not, or not for long enough. A value
 * that is not valid ends them. @param values of one kind of interval, oldest first
 */
export function constantSince(
  values: readonly Reading[],
  { hours, values: least }: StationRules['constant'],
): readonly Reading[] | null {
  const newest = values.at(-1);
  if (!newest || newest.value === 0) return null;
  const differs = values.findLastIndex(({ value, flag }) => value !== newest.value || flag !== 'N');
  const still = values.slice(differs + 1);
  const first = still[0];
  if (!first || still.length < least || newest.at - first.at < hours * HOUR) return null;
  return still;
}
