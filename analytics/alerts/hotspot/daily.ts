import type { Millis } from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';
import type { Calendar } from '../../../config/deployment/calendar.ts';
import type { Cells } from './scan.ts';

/** Days of the past that say how the places share what happens; those scanned are not among them. */
const HABIT_DAYS = 364;

/** What happened at each place on each local day. */
export class Daily {
  readonly #calendar: Calendar;
  readonly #places: ReadonlyMap<string, number>;
  /** Counts by place, by start of the local day. */
  readonly #days = new Map<Millis, Uint32Array>();

  /** @param places the index of each place by its id */
  constructor(calendar: Calendar, places: ReadonlyMap<string, number>) {
    this.#calendar = calendar;
    this.#places = places;
  }

  add(place: string, at: Millis, count: number): void {
    const index = this.#places.get(place);
    if (index === undefined) return;
    const { starts } = this.#calendar.dayAt(at);
    let day = this.#days.get(starts);
    if (!day) {
      day = new Uint32Array(this.#places.size);
      this.#days.set(starts, day);
    }
    day[index]! += count;
  }

  /** Starts of local days, the one of `now` first. */
  #backFrom(now: Millis, count: number): Millis[] {
    const starts: Millis[] = [];
    for (let at = now; starts.length < count; at = starts.at(-1)! - DAY / 2)
      starts.push(this.#calendar.dayAt(at).starts);
    return starts;
  }

  /** Lets go of the days before those that are asked for. */
  forget(now: Millis, days: number): void {
    const first = now - (HABIT_DAYS + days + 2) * DAY;
    for (const day of this.#days.keys()) if (day < first) this.#days.delete(day);
  }

  /**
   * The newest `days` local days, today first, and what they are expected to hold: each day's total shared
   * among the places as the year before shared it, every place once more than it had, so that none
   * is impossible. Null where that year says nothing.
   */
  cells(now: Millis, days: number): { observed: Cells; expected: Cells } | null {
    const places = this.#places.size;
    const all = this.#backFrom(now, days + HABIT_DAYS);
    const habit = new Float64Array(places).fill(1);
    let total = places;
    for (const day of all.slice(days))
      this.#days.get(day)?.forEach((count, place) => {
        habit[place]! += count;
        total += count;
      });
    if (total === places) return null;
    const observed = new Float64Array(places * days);
    const expected = new Float64Array(places * days);
    for (const [d, day] of all.slice(0, days).entries()) {
      const counts = this.#days.get(day);
      const sum = counts?.reduce((a, b) => a + b, 0) ?? 0;
      for (let place = 0; place < places; place++) {
        observed[place * days + d] = counts?.[place] ?? 0;
        expected[place * days + d] = (sum * habit[place]!) / total;
      }
    }
    return { observed: { values: observed, days }, expected: { values: expected, days } };
  }
}
