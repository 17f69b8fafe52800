import type { Millis } from '../../../config/contract/ids.ts';

const FIRST_ROOM = 64;

/** How many events of one series fell into each hour (since the epoch) and each local day (by its start). */
export class Counts {
  #hours = new Int32Array(0);
  #from = 0;
  readonly #days = new Map<Millis, number>();
  /** Ids of the first few events of each hour still of interest, in order. */
  readonly #evidence = new Map<number, string[]>();
  /** Hour of the earliest event. */
  first = Number.POSITIVE_INFINITY;

  /**
   * @param count how many events
   * @param ids of them, or of some
   * @param keep how many ids of an hour to keep: the lowest, so that the order of arrival is no matter
   */
  add(hour: number, day: Millis, count: number, ids: readonly string[], keep: number): void {
    this.#reach(hour);
    this.#hours[hour - this.#from]! += count;
    this.#days.set(day, this.ofDay(day) + count);
    this.first = Math.min(this.first, hour);
    if (keep === 0 || ids.length === 0) return;
    const known = this.#evidence.get(hour) ?? [];
    if (known.length >= keep && ids.every((id) => id >= known.at(-1)!)) return;
    this.#evidence.set(hour, [...known, ...ids].sort().slice(0, keep));
  }

  ofHour(hour: number): number {
    return this.#hours[hour - this.#from] ?? 0;
  }

  ofDay(day: Millis): number {
    return this.#days.get(day) ?? 0;
  }

  /** Sum over the hours [from, to). */
  between(from: number, to: number): number {
    const end = Math.min(to - this.#from, this.#hours.length);
    let sum = 0;
    for (let i = Math.max(0, from - this.#from); i < end; i++) sum += this.#hours[i]!;
    return sum;
  }

  /** Ids of the hours [from, to), newest hour first. */
  evidence(from: number, to: number, most: number): string[] {
    const ids: string[] = [];
    for (let hour = to - 1; hour >= from && ids.length < most; hour--)
      ids.push(...(this.#evidence.get(hour) ?? []));
    return ids.slice(0, most);
  }

  /** Forgets the ids of the hours before this one. */
  forget(before: number): void {
    for (const hour of this.#evidence.keys()) if (hour < before) this.#evidence.delete(hour);
  }

  #reach(hour: number): void {
    const room = this.#hours.length;
    if (room === 0) {
      this.#from = hour;
      this.#hours = new Int32Array(FIRST_ROOM);
    } else if (hour < this.#from) {
      const more = Math.max(this.#from - hour, room);
      const hours = new Int32Array(room + more);
      hours.set(this.#hours, more);
      this.#hours = hours;
      this.#from -= more;
    } else if (hour >= this.#from + room) {
      const hours = new Int32Array(Math.max(hour - this.#from + 1, 2 * room));
      hours.set(this.#hours);
      this.#hours = hours;
    }
  }
}
