import type { Reading } from '../../../config/contract/facts.ts';
import type { Millis } from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';

/** Values are held so long after the newest. */
const HELD: Millis = 2 * DAY;
/** Most values held of one series: a device that tells each minute for two days. */
const MOST = 3_000;

/** The values of one factor at one station, of one kind of interval, by their time; each in its newest version. */
export class Series {
  readonly #byTime = new Map<Millis, Reading>();
  #sorted: readonly Reading[] | null = [];

  add(reading: Reading): void {
    const known = this.#byTime.get(reading.at);
    if (known && (known.version - reading.version || (known.id < reading.id ? -1 : 1)) >= 0) return;
    this.#byTime.set(reading.at, reading);
    this.#sorted = null;
  }

  /** Oldest first. What is older than two days before the newest is let go of. */
  values(): readonly Reading[] {
    if (this.#sorted) return this.#sorted;
    const all = [...this.#byTime.values()].sort((a, b) => a.at - b.at);
    const newest = all.at(-1)?.at ?? 0;
    const held = all.filter(({ at }) => at >= newest - HELD).slice(-MOST);
    if (held.length < all.length) {
      this.#byTime.clear();
      for (const each of held) this.#byTime.set(each.at, each);
    }
    this.#sorted = held;
    return held;
  }
}
