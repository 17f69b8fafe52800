import type { AirOfHour } from '../../config/contract/air.ts';
import type { Reading } from '../../config/contract/facts.ts';
import { isoDay } from '../../config/contract/zone.ts';
import { loadAirStandards, standardOn } from '../../config/deployment/standards/standards.ts';
import { aqi } from './aqi.ts';

const standards = loadAirStandards();

/** The factors of which the index of an hour is made, in any edition. */
export const AIR_FACTORS: ReadonlySet<string> = new Set(
  standards.flatMap(({ reports }) => reports.hour.map(({ factor }) => factor)),
);

/** Whether a reading is the mean of an hour that may enter the index. */
export const isOfHour = ({ interval, stat, factor }: Reading): boolean =>
  interval === 'hour' && stat === 'avg' && AIR_FACTORS.has(factor);

/**
 * The air quality index of an hour at one station (HJ 633, 实时报), by the edition in force in that hour.
 * A factor whose mean is not valid (flag other than N) is missing, and is named so.
 * @param told hourly means that begin at one time, one of each factor
 * @param zone IANA zone in which the editions' dates stand
 * @returns null where a factor was not told at all, or none of them is valid
 */
export function airOfHour(told: readonly Reading[], zone: string): AirOfHour | null {
  const [first] = told;
  if (!first) return null;
  const { at } = first;
  const standard = standardOn(standards, isoDay(at, zone));
  const wanted = standard?.reports.hour ?? [];
  if (!wanted.every(({ factor }) => told.some((one) => one.factor === factor))) return null;
  const readings = told
    .filter(({ flag, value }) => flag === 'N' && value >= 0)
    .map(({ factor, value, unit }) => ({ factor, average: '1h' as const, value, unit }));
  const judged = aqi(readings, { at, zone, interval: 'hour', standards });
  return judged.ok ? { at, ...judged.value } : null;
}
