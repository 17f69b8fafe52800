import type { Millis } from '../../../config/contract/ids.ts';
import { DAY } from '../../../config/contract/zone.ts';
import type { Calendar } from '../../../config/deployment/calendar.ts';
import { entryOf } from '../../state/tallies.ts';
import type { Counts } from './scan.ts';

/** Days of the past that say how the places share what happens; those scanned are not among them. */
const HABIT_DAYS = 364;

/** Orders of one kind over the newest days. */
export interface Stream {
  /** '': of any category. */
  category: string;
  counts: Counts;
  /** Which part of a day's orders each place is expected to have. */
  shares: Float64Array;
  /** How many there were on each of as many days before today. */
  usual: number[];
}

/** What is looked at: all orders first, then those of each category. */
export interface Look {
  /** Start of its local day. */
  day: Millis;
  streams: Stream[];
}

/** What a whole day does not change. */
type Habit = Pick<Stream, 'category' | 'shares' | 'usual'>;

/** What happened at each place on each local day, by category. */
export class Daily {
  readonly #calendar: Calendar;
  readonly #places: ReadonlyMap<string, number>;
  readonly #categories: readonly string[];
  /** Newest days that are looked at, today among them. */
  readonly #scanned: number;
  /** Counts by place, by category, '' where it is none of ours, by start of the local day. */
  readonly #days = new Map<Millis, Map<string, Counts>>();
  /** The sum of the days before those that are looked at, by category. */
  readonly #before = new Map<string, Counts>();
  /** Starts of the days that are looked at, today first. */
  #starts: readonly Millis[];
  #habits: { day: Millis; of: Habit[] } | null = null;

  /**
   * @param now deployment time
   * @param places the index of each place by its id
   */
  constructor(
    calendar: Calendar,
    now: Millis,
    scanned: number,
    places: ReadonlyMap<string, number>,
    categories: readonly string[],
  ) {
    this.#calendar = calendar;
    this.#scanned = scanned;
    this.#places = places;
    this.#categories = categories;
    this.#starts = this.#backFrom(now, scanned);
  }

  add(place: string, category: string, at: Millis, count: number): void {
    const index = this.#places.get(place);
    if (index === undefined) return;
    const { starts } = this.#calendar.dayAt(at);
    const known = this.#categories.includes(category) ? category : '';
    const day = entryOf(this.#days, starts, () => new Map<string, Counts>());
    entryOf(day, known, this.#none)[index]! += count;
    if (starts < this.#starts.at(-1)!) entryOf(this.#before, known, this.#none)[index]! += count;
  }

  /**
   * The newest days, today first, beside what is expected: each day's orders shared among the places as the
   * year before shared them. No place is impossible: of all orders each has had one more, and of each
   * category as many more in all, by the shares of all. Null where that year says nothing.
   */
  look(now: Millis): Look | null {
    const { starts: day } = this.#calendar.dayAt(now);
    if (this.#habits?.day !== day) {
      this.#turnTo(now);
      this.#habits = { day, of: this.#habitsOf() };
    }
    const { of } = this.#habits;
    if (of.length === 0) return null;
    return {
      day,
      streams: of.map((habit): Stream => ({ ...habit, counts: this.#counts(habit.category) })),
    };
  }

  readonly #none = (): Counts => new Uint32Array(this.#places.size);

  /** Starts of local days, the one of `now` first. */
  #backFrom(now: Millis, count: number): Millis[] {
    const starts: Millis[] = [];
    for (let at = now; starts.length < count; at = starts.at(-1)! - DAY / 2)
      starts.push(this.#calendar.dayAt(at).starts);
    return starts;
  }

  /** Goes to another day: what is looked at no more becomes the past, or comes back from it, and the oldest is forgotten. */
  #turnTo(now: Millis): void {
    const first = this.#starts.at(-1)!;
    this.#starts = this.#backFrom(now, this.#scanned);
    const next = this.#starts.at(-1)!;
    const oldest = next - HABIT_DAYS * DAY;
    for (const [start, day] of this.#days) {
      const sign = Number(start < next && start >= oldest) - Number(start < first);
      for (const [category, counts] of sign === 0 ? [] : day) {
        const before = entryOf(this.#before, category, this.#none);
        for (let place = 0; place < counts.length; place++) before[place]! += sign * counts[place]!;
      }
      if (start < oldest) this.#days.delete(start);
    }
  }

  /** What of a category, or of all where it is '', is in a day. */
  *#of(category: string, day: ReadonlyMap<string, Counts> | undefined): Generator<Counts> {
    if (category === '') yield* day?.values() ?? [];
    else if (day?.has(category)) yield day.get(category)!;
  }

  #counts(category: string): Counts {
    const places = this.#places.size;
    const all = new Uint32Array(places * this.#scanned);
    for (const [d, start] of this.#starts.entries())
      for (const counts of this.#of(category, this.#days.get(start)))
        for (let place = 0; place < places; place++) all[d * places + place]! += counts[place]!;
    return all;
  }

  #habitsOf(): Habit[] {
    const places = this.#places.size;
    const sharesOf = (category: string, more: Float64Array): Float64Array | null => {
      const shares = more.slice();
      let total = places;
      for (const counts of this.#of(category, this.#before))
        for (let place = 0; place < places; place++) {
          shares[place]! += counts[place]!;
          total += counts[place]!;
        }
      return total === places ? null : shares.map((share) => share / total);
    };
    const sumOf = (category: string, start: Millis): number => {
      let sum = 0;
      for (const counts of this.#of(category, this.#days.get(start)))
        for (let place = 0; place < places; place++) sum += counts[place]!;
      return sum;
    };
    const daysBefore = this.#backFrom(this.#starts[0]!, this.#scanned + 1).slice(1);
    const usual = (category: string) => daysBefore.map((start) => sumOf(category, start));
    const all = sharesOf('', new Float64Array(places).fill(1));
    if (all === null) return [];
    const even = all.map((share) => share * places);
    return [
      { category: '', shares: all, usual: usual('') },
      ...this.#categories.flatMap((category): Habit[] => {
        const shares = sharesOf(category, even);
        return shares === null ? [] : [{ category, shares, usual: usual(category) }];
      }),
    ];
  }
}
