import { AIR_LEVELS, type AirOfHour } from '../../../config/contract/air.ts';
import type { Reading } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { airOfHour, isOfHour } from '../../air/hour.ts';
import { entryOf } from '../../state/tallies.ts';

export interface AirHour {
  air: AirOfHour;
  /** The index as a value of the hour, under the id of the mean that makes it: its evidence. */
  index: Reading;
}

/** The indices of the hours of which a station told all factors, oldest first. */
export function airHours(told: Iterable<readonly Reading[]>, zone: string): AirHour[] {
  const byTime = new Map<Millis, Reading[]>();
  for (const reading of [...told].flat())
    if (isOfHour(reading)) entryOf(byTime, reading.at, () => []).push(reading);
  return [...byTime.values()]
    .flatMap((hour): AirHour[] => {
      const air = airOfHour(hour, zone);
      const makes = air && hour.find(({ factor }) => air.iaqi[factor] === air.aqi);
      return air && makes ? [{ air, index: { ...makes, value: air.aqi, unit: '' } }] : [];
    })
    .sort((a, b) => a.air.at - b.air.at);
}

/** The name of an index's class, e.g. 中度污染. */
export const classOf = ({ level }: AirOfHour): (typeof AIR_LEVELS)[number] =>
  AIR_LEVELS[level - 1]!;
