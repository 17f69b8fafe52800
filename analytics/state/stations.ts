import type { AirOfHour } from '../../config/contract/air.ts';
import type { Reading } from '../../config/contract/facts.ts';
import type { Millis, StationId } from '../../config/contract/ids.ts';
import type { StationRow } from '../../config/contract/picture.ts';
import { clockDoubted } from '../../config/contract/told-time.ts';
import type { ReadingStat } from '../../config/contract/vocabulary.ts';
import { airOfHour, isOfHour } from '../air/hour.ts';
import { entryOf } from './tallies.ts';

/** Which values of an interval are shown: the instant's own and the mean. */
export const STATS_SHOWN: readonly ReadingStat[] = ['value', 'avg'];

/** So many hours of each factor of the air are held: one that is being told, and the whole one before it. */
export const HOURS_HELD = 2;

/** Positive where `a` is shown before `b`: the newer one; of one value told twice, the later version. */
const newer = (a: Reading, b: Reading): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version);

interface Told {
  latest: Map<string, Reading>;
  /** Of each factor of the air the newest hours, the newest first. */
  hours: Map<string, readonly Reading[]>;
}

/** The newest value of every factor at every station, and its air, by the readings' own time. */
export class Stations {
  readonly #told = new Map<StationId, Told>();
  readonly #zone: string;
  readonly changed = new Set<StationId>();

  /** @param zone IANA zone of the deployment */
  constructor(zone: string) {
    this.#zone = zone;
  }

  apply(reading: Reading): void {
    if (!STATS_SHOWN.includes(reading.stat)) return;
    // a time that is not to be trusted must not keep newer values off the wall
    if (clockDoubted(reading.flags)) return;
    const { station, factor } = reading;
    const { latest, hours } = entryOf(this.#told, station, () => ({
      latest: new Map(),
      hours: new Map(),
    }));
    const known = latest.get(factor);
    if (!known || newer(known, reading) < 0) {
      latest.set(factor, reading);
      this.changed.add(station);
    }
    if (!isOfHour(reading)) return;
    hours.set(factor, newestHours([...(hours.get(factor) ?? []), reading]));
    this.changed.add(station);
  }

  row(station: StationId): StationRow | null {
    const told = this.#told.get(station);
    const factors = [...(told?.latest.values() ?? [])];
    const newest = factors.reduce<Reading | null>((a, b) => (a && a.at >= b.at ? a : b), null);
    if (!told || !newest) return null;
    return {
      station,
      source: newest.source,
      at: newest.at,
      readings: factors
        .sort((a, b) => (a.factor < b.factor ? -1 : 1))
        .map(({ factor, at, value, unit, flag }) => ({ factor, at, value, unit, flag })),
      air: this.#air([...told.hours.values()].flat()),
    };
  }

  ids(): Iterable<StationId> {
    return this.#told.keys();
  }

  #air(hours: readonly Reading[]): AirOfHour | null {
    const times = [...new Set(hours.map(({ at }) => at))].sort((a, b) => b - a);
    for (const time of times) {
      const air = airOfHour(
        hours.filter(({ at }) => at === time),
        this.#zone,
      );
      if (air) return air;
    }
    return null;
  }
}

/** One reading an hour, in its newest version; the newest hours of them. */
function newestHours(readings: readonly Reading[]): Reading[] {
  const byTime = new Map<Millis, Reading>();
  for (const one of readings) {
    const known = byTime.get(one.at);
    if (!known || newer(known, one) < 0) byTime.set(one.at, one);
  }
  return [...byTime.values()].sort((a, b) => b.at - a.at).slice(0, HOURS_HELD);
}
