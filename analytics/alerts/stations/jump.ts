import type { Reading } from '../../../config/contract/facts.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { Station } from '../../../config/deployment/schema.ts';
import { limitAt } from '../../../config/deployment/station-limits.ts';
import type { StationRules } from '../../../config/deployment/station-rules.ts';

/** A valid value and the one before it, from which it is too far. */
export interface Jump {
  before: Reading;
  after: Reading;
}

/**
 * The jump (突变) of which the newest valid values have not settled since: a value more than so large a
 * part away from the valid one before it. Values that both lie far below the limit are left aside: there a
 * part is little. Over when so many values in a row follow each other without one.
 * @param values of one kind of interval, oldest first
 * @param zone IANA zone in which the limits' dates stand
 */
export function jumpOf(
  values: readonly Reading[],
  { limit }: Pick<Station['factors'][number], 'limit'>,
  { part, floor, hours, settled }: StationRules['step'],
  zone: string,
): Jump | null {
  let standing: Jump | null = null;
  let calm = 0;
  let before: Reading | null = null;
  for (const after of values) {
    if (after.flag !== 'N') continue;
    const least = floor * (limitAt(limit, after.at, zone)?.value ?? 0);
    const jumps =
      before !== null &&
      after.at - before.at <= hours * HOUR &&
      Math.max(before.value, after.value) > least &&
      Math.abs(after.value - before.value) > part * Math.abs(before.value);
    if (jumps && before) {
      standing ??= { before, after };
      calm = 0;
    } else if (standing && ++calm >= settled) standing = null;
    before = after;
  }
  return standing;
}
