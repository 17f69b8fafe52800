import type { Millis } from '../../config/contract/ids.ts';
import type { Band } from '../../config/contract/picture.ts';
import { dayStart } from '../../config/contract/zone.ts';
import { expectedBand } from './band.ts';

/** Counters that history can say something about. */
export const EXPECTED = ['orders', 'patrols', 'selfHandled', 'closed'] as const;
export type Expected = (typeof EXPECTED)[number];

/** Weeks of history that bands rest on. */
export const WEEKS = 8;
/** Past days are kept in steps of this length; what is expected grows step by step. */
export const STEP = 5 * 60_000;

/** One past day of today's weekday: counts by step since the day's start. */
export interface PastDay {
  start: Millis;
  steps: ReadonlyMap<number, Readonly<Record<Expected, number>>>;
}

/** What the store says of the past, as of one local day. */
export interface History {
  /** The local day it was asked on. */
  today: Millis;
  /** Start of the first local day with any record; null: none at all. */
  first: Millis | null;
  /** Orders and patrol reports by local hour, over the past weeks. */
  hours: ReadonlyMap<Millis, number>;
  /** Newest same weekdays before today. */
  sameWeekday: readonly PastDay[];
  /** Orders and patrol reports a year before, by the start of the day shown. */
  lastYear: ReadonlyMap<Millis, number>;
}

export const noHistory = (today: Millis): History => ({
  today,
  first: null,
  hours: new Map(),
  sameWeekday: [],
  lastYear: new Map(),
});

/** What today and its hours are expected to bring, by what history says. Remembers what it worked out. */
export class Expectations {
  readonly history: History;
  readonly #zone: string;
  readonly #hours = new Map<Millis, Band | null>();
  readonly #today = new Map<Expected, { done: number; band: Band | null }>();

  constructor(history: History, zone: string) {
    this.history = history;
    this.#zone = zone;
  }

  /** A counter by the time of day `now`: from the same weekdays of the past weeks up to that time. */
  byNow(counter: Expected, now: Millis): Band | null {
    const { first, today, sameWeekday } = this.history;
    if (first === null) return null;
    const done = Math.floor((now - today) / STEP);
    const known = this.#today.get(counter);
    if (known?.done === done) return known.band;
    const counts = sameWeekday
      .filter((day) => day.start >= first)
      .map((day) => {
        let sum = 0;
        for (const [step, of] of day.steps) if (step < done) sum += of[counter];
        return sum;
      });
    const band = expectedBand(counts);
    this.#today.set(counter, { done, band });
    return band;
  }

  /** Orders and patrol reports of one local hour: from the same hour of the week in the past weeks. */
  inHour(hour: Millis): Band | null {
    const known = this.#hours.get(hour);
    if (known !== undefined) return known;
    const { first, today, hours } = this.history;
    const counts: number[] = [];
    const sinceMidnight = hour - dayStart(hour, this.#zone);
    for (let week = 1; week <= WEEKS && first !== null; week++) {
      const start = dayStart(hour, this.#zone, -7 * week);
      if (start >= first && start < today) counts.push(hours.get(start + sinceMidnight) ?? 0);
    }
    const band = expectedBand(counts);
    this.#hours.set(hour, band);
    return band;
  }
}
