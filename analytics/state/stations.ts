import type { Reading } from '../../config/contract/facts.ts';
import type { StationId } from '../../config/contract/ids.ts';
import type { StationRow } from '../../config/contract/picture.ts';
import { entryOf } from './tallies.ts';

type Latest = Pick<
  Reading,
  'id' | 'source' | 'station' | 'factor' | 'at' | 'value' | 'unit' | 'flag'
>;

/** The newest value of every factor at every station, by the reading's own time. */
export class Stations {
  readonly #latest = new Map<StationId, Map<string, Latest>>();
  readonly changed = new Set<StationId>();

  apply(reading: Latest): void {
    const factors = entryOf(this.#latest, reading.station, () => new Map<string, Latest>());
    const known = factors.get(reading.factor);
    if (known && (known.at > reading.at || (known.at === reading.at && known.id >= reading.id)))
      return;
    factors.set(reading.factor, reading);
    this.changed.add(reading.station);
  }

  row(station: StationId): StationRow | null {
    const factors = [...(this.#latest.get(station)?.values() ?? [])];
    const newest = factors.reduce<Latest | null>((a, b) => (a && a.at >= b.at ? a : b), null);
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
