import type { Reading } from '../../../config/contract/facts.ts';
import type { Name } from '../../../config/deployment/name.ts';
import type { Station } from '../../../config/deployment/schema.ts';
import { limitAt } from '../../../config/deployment/station-limits.ts';
import type { StationRules } from '../../../config/deployment/station-rules.ts';

type Factor = Station['factors'][number];

/** A limit that is passed: from when, by which values, and the worst of them. */
export interface Exceedance {
  /** The value with which it was established. */
  since: Reading;
  /** The first value at which it was severe; null: it never was. */
  severe: Reading | null;
  worst: Reading;
  limit: number;
  standard: Name;
  /** The newest of its values. */
  evidence: string[];
}

const EVIDENCE = 50;

/**
 * Whether the newest valid values stand over the limit (or below the least that is allowed): established
 * by so many in a row, over when as many are within it by the margin. Only values flagged N count: what
 * was stopped, maintained, set by hand, faulty, calibrated or out of range was not measured (HJ 212-2017
 * table 7).
 * Each value is judged by the limit of its own time.
 * @param values of one kind of interval, oldest first
 * @param zone IANA zone in which the limits' dates stand
 */
export function exceedance(
  values: readonly Reading[],
  limits: Pick<Factor, 'limit' | 'least'>,
  { consecutive, margin, severe }: StationRules['exceed'],
  zone: string,
): Exceedance | null {
  let standing = null as Exceedance | null;
  let over: Reading[] = [];
  let within = 0;
  for (const reading of values) {
    if (reading.flag !== 'N') continue;
    const { value, interval, at } = reading;
    const limit = limitAt(limits.limit, at, zone);
    const least = limitAt(limits.least, at, zone);
    const needed = interval === 'hour' || interval === 'day' ? 1 : consecutive;
    const passed =
      limit !== undefined && value > limit.value
        ? limit
        : least !== undefined && value < least.value
          ? least
          : null;
    if (passed) {
      within = 0;
      over.push(reading);
      if (!standing && over.length < needed) continue;
      const farther: boolean =
        !standing ||
        Math.abs(value - passed.value) > Math.abs(standing.worst.value - standing.limit);
      const isSevere = passed === limit && value >= limit.value * severe;
      standing = {
        since: standing?.since ?? reading,
        severe: standing?.severe ?? (isSevere ? reading : null),
        worst: farther ? reading : standing!.worst,
        limit: farther ? passed.value : standing!.limit,
        standard: farther ? passed.standard : standing!.standard,
        evidence: over.slice(-EVIDENCE).map(({ id }) => id),
      };
      continue;
    }
    const clear =
      (limit === undefined || value <= limit.value * (1 - margin)) &&
      (least === undefined || value >= least.value * (1 + margin));
    if (!standing) over = [];
    else if (!clear) within = 0;
    else if (++within >= needed) {
      standing = null;
      over = [];
      within = 0;
    }
  }
  return standing;
}
