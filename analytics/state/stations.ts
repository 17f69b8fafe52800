import type { Reading } from '../../config/contract/facts.ts';
import type { StationId } from '../../config/contract/ids.ts';
import type { StationRow } from '../../config/contract/picture.ts';
import { clockDoubted } from '../../config/contract/told-time.ts';
import type { ReadingStat } from '../../config/contract/vocabulary.ts';
import { entryOf } from './tallies.ts';

/** Which values of an interval are shown: the instant's own and the mean. */
export const STATS_SHOWN: readonly ReadingStat[] = ['value', 'avg'];

/** Positive where `a` is shown before `b`: the newer one; of one value told twice, the later version. */
const newer = (a: Reading, b: Reading): number =>
  a.at - b.at || (a.id < b.id ? -1 : a.id > b.id ? 1 : a.version - b.version);

/** The newest value of every factor at every station, by the reading's own time. */
export class Stations {
  readonly #latest = new Map<StationId, Map<string, Reading>>();
  readonly changed = new Set<StationId>();

  apply(reading: Reading): void {
    if (!STATS_SHOWN.includes(reading.stat)) return;
    // a time that is not to be trusted must not keep newer values off the wall
    if (clockDoubted(reading.flags)) return;
    const factors = entryOf(this.#latest, reading.station, () => new Map<string, Reading>());
    const known = factors.get(reading.factor);
    if (known && newer(known, reading) >= 0) return;
    factors.set(reading.factor, reading);
    this.changed.add(reading.station);
  }

  row(station: StationId): StationRow | null {
    const factors = [...(this.#latest.get(station)?.values() ?? [])];
    const newest = factors.reduce<Reading | null>((a, b) => (a && a.at >= b.at ? a : b), null);
    if (!newest) return null;
    return {
      station,
      source: newest.source,
      at: newest.at,
      readings: factors
        .sort((a, b) => (a.factor < b.factor ? -1 : 1))
        .map(({ factor, at, value, unit, flag }) => ({ factor, at, value, unit, flag })),
    };
  }

  ids(): Iterable<StationId> {
    return this.#latest.keys();
  }
}
