import type { Millis } from '../../../config/contract/ids.ts';
import { HOUR } from '../../../config/contract/zone.ts';
import type { Calendar, LocalDay } from '../../../config/deployment/calendar.ts';
import { Counts } from './counts.ts';
import { type Expectation, expectationOf, type Stream } from './expectation.ts';
import { logUpperTail } from './tails.ts';

/** Things that happened in one hour of one local day, and the series they count in. */
export interface Counted {
  count: number;
  /** Of them, or of some: the lowest. */
  ids: readonly string[];
  /** Of one of them. */
  at: Millis;
  /** Series of one stream share their rhythm over hours, days and seasons. */
  stream: string;
  /** Series of one family (category × community) are of a kind, and teach each other. */
  series: readonly { id: string; family: string }[];
}

export interface SurgeSettings {
  /** Hours looked back over. */
  windows: readonly number[];
  /** Fewest events of a surge. */
  least: number;
  /** Raised where chance alone brings as many such findings a day, and cleared above `clear` of them. */
  raise: number;
  clear: number;
  /** Hours that a surge stands at least. */
  minimum: number;
  /** Surges raised in a local day, beyond which only those are that are `urgent` times as improbable. */
  budget: number;
  urgent: number;
  /** Most ids given as evidence. */
  evidence: number;
}

export const SURGE: SurgeSettings = {
  windows: [1, 6, 24, 72, 168],
  least: 3,
  raise: 0.5,
  clear: 2,
  minimum: 6,
  budget: 8,
  urgent: 1000,
  evidence: 50,
};

/** A count above what is expected. */
export interface Excess {
  stream: string;
  series: string;
  /** Hours of the window that is least likely by chance; the running one is its last. */
  window: number;
  observed: number;
  expected: number;
  /** Variance ÷ mean of what is expected: overdispersion, and what is not known of the mean. */
  dispersion: number;
  /** ln P(X ≥ observed) */
  logP: number;
  /** How many findings as improbable chance brings a day, over all series and windows watched. */
  chance: number;
}

export interface Surge extends Excess {
  /** Start of the hour in which it was first seen. */
  since: Millis;
  evidence: string[];
}

interface Standing {
  excess: Excess;
  since: Millis;
}
interface State {
  standing: ReadonlyMap<string, Standing>;
  withheld: readonly Excess[];
  day: Millis;
  raisedToday: number;
}

const NONE: State = { standing: new Map(), withheld: [], day: 0, raisedToday: 0 };

/**
 * Finds the series that bring more than they should. Every full hour, and at `now`, each series' count
 * over each window is held against what its baseline expects by the exact upper tail of a negative
 * binomial. A finding is weighed by how many as improbable chance brings a day over everything watched
 * (its recurrence rate, Kleinman, Lazarus & Platt, Am. J. Epidemiol. 159, 2004): p × series × windows ×
 * looks a day. It is raised at `raise` a day or rarer: Bonferroni's correction, spent evenly over day and
 * windows. Not by the step-up rule of Benjamini & Hochberg, which holds the share of false findings:
 * while one large event stands in many series, it lets others through at a multiple of the daily rate.
 *
 * A pure fold: the result at `now` depends on the events and `now` alone, not on the order in which
 * they came nor on when it was asked. A late event takes back the hours since it happened, and only
 * they are judged again. Events later than the hour of `now` must not have been added.
 */
export class SurgeWatch {
  readonly #calendar: Calendar;
  readonly #settings: SurgeSettings;
  readonly #streams = new Map<string, Stream>();
  /** Hour from which on it judges. */
  readonly #from: number;
  /** After each full hour judged; most share one empty state. */
  readonly #states: State[] = [];
  #learnt: { day: Millis; by: Map<string, Expectation | null> } | null = null;
  #forgotten = Number.NEGATIVE_INFINITY;

  /** @param from the past before it only teaches what to expect */
  constructor(calendar: Calendar, from: Millis, settings: Partial<SurgeSettings> = {}) {
    this.#calendar = calendar;
    this.#settings = { ...SURGE, ...settings };
    this.#from = Math.floor(from / HOUR);
  }

  /** Every event once. */
  add({ count, ids, at, stream, series }: Counted): void {
    const hour = Math.floor(at / HOUR);
    const { starts } = this.#calendar.dayAt(at);
    let of = this.#streams.get(stream);
    if (!of) {
      of = { all: new Counts(), series: new Map() };
      this.#streams.set(stream, of);
    }
    of.all.add(hour, starts, count, ids, 0);
    for (const each of series) {
      let known = of.series.get(each.id);
      if (!known) {
        known = { family: each.family, counts: new Counts() };
        of.series.set(each.id, known);
      }
      const keep = hour < this.#forgotten ? 0 : this.#settings.evidence;
      known.counts.add(hour, starts, count, ids, keep);
    }
    const judged = Math.max(0, hour - this.#from);
    if (judged < this.#states.length) this.#states.length = judged;
    if (this.#learnt && at < this.#learnt.day) this.#learnt = null;
  }

  /** What stands at `now`, and what the day's budget keeps back, each the least likely first. */
  evaluate(now: Millis): { surges: Surge[]; withheld: Excess[] } {
    const hour = Math.floor(now / HOUR);
    let state = this.#states.at(-1) ?? NONE;
    for (let end = this.#from + this.#states.length + 1; end <= hour; end++) {
      state = this.#judge(state, end, true);
      this.#states.push(state);
    }
    const past = hour - this.#from;
    if (past < this.#states.length) state = this.#states[past - 1] ?? NONE;
    if (now > hour * HOUR) state = this.#judge(state, hour + 1, false);

    const longest = Math.max(...this.#settings.windows);
    if (hour - longest - 1 > this.#forgotten) this.#forget(hour - longest - 1);
    const surges = [...state.standing.values()].map(({ excess, since }) => ({
      ...excess,
      since,
      evidence: this.#streams
        .get(excess.stream)!
        .series.get(excess.series)!
        .counts.evidence(hour + 1 - excess.window, hour + 1, this.#settings.evidence),
    }));
    return { surges: surges.sort(byChance), withheld: [...state.withheld] };
  }

  #forget(before: number): void {
    this.#forgotten = before;
    for (const { series } of this.#streams.values())
      for (const { counts } of series.values()) counts.forget(before);
  }

  /**
   * A running hour is held against all that is expected of it, and clears nothing: so what it raises,
   * its end raises too.
   * @param end the hour after the newest
   * @param whole whether the newest has ended
   */
  #judge(before: State, end: number, whole: boolean): State {
    const { raise, clear, minimum, budget, urgent } = this.#settings;
    const at = (end - 1) * HOUR;
    const day = this.#calendar.dayAt(at);
    const best = this.#excesses(day, end);
    const found = [...best.values()].sort(byChance);

    const standing = new Map<string, Standing>();
    for (const [key, { excess, since }] of before.standing) {
      const still = best.get(key);
      if (!whole || (still && still.chance <= clear) || at < since + minimum * HOUR)
        standing.set(key, { excess: still ?? excess, since });
    }
    let raisedToday = before.day === day.starts ? before.raisedToday : 0;
    const withheld: Excess[] = [];
    for (const excess of found) {
      if (excess.chance > raise) break;
      const key = keyOf(excess);
      if (standing.has(key)) continue;
      if (raisedToday < budget || excess.chance * urgent <= raise) {
        standing.set(key, { excess, since: at });
        raisedToday++;
      } else withheld.push(excess);
    }
    if (standing.size === 0 && raisedToday === 0 && withheld.length === 0) return NONE;
    return { standing, withheld, day: day.starts, raisedToday };
  }

  /** The least likely window of every series that holds more than expected. */
  #excesses(day: LocalDay, end: number): Map<string, Excess> {
    const { windows, least } = this.#settings;
    const longest = Math.max(...windows);
    const found = new Map<string, Excess>();
    let watched = 0;
    for (const [stream, of] of this.#streams) {
      const expectation = this.#expectation(stream, of, day);
      if (!expectation) continue;
      const { rhythm, shares, spread } = expectation;
      const means = windows.map((window) => {
        let sum = 0;
        for (let hour = end - window; hour < end; hour++) sum += rhythm.hour(hour);
        return sum;
      });
      for (const [series, { family, counts }] of of.series) {
        const share = shares.get(series);
        if (!share || counts.first >= end) continue;
        watched++;
        if (counts.between(end - longest, end) < least) continue;
        const unsure = 1 / share.events + 1 / rhythm.events;
        let best: Excess | null = null;
        for (const [i, window] of windows.entries()) {
          const observed = counts.between(end - window, end);
          const expected = means[i]! * share.share;
          if (observed < least || observed <= expected) continue;
          const dispersion = spread.get(family)! + expected * unsure;
          const logP = logUpperTail(observed, expected, dispersion);
          const chance = Math.exp(logP) * looks(window);
          if (!best || chance < best.chance || (chance === best.chance && logP < best.logP))
            best = { stream, series, window, observed, expected, dispersion, logP, chance };
        }
        if (best) found.set(keyOf(best), best);
      }
    }
    for (const excess of found.values()) excess.chance *= watched * windows.length;
    return found;
  }

  #expectation(stream: string, of: Stream, day: LocalDay): Expectation | null {
    if (this.#learnt?.day !== day.starts) this.#learnt = { day: day.starts, by: new Map() };
    const { by } = this.#learnt;
    let known = by.get(stream);
    if (known === undefined) {
      known = expectationOf(of, day, this.#calendar);
      by.set(stream, known);
    }
    return known;
  }
}

const keyOf = ({ stream, series }: Excess): string => `${stream}\u0000${series}`;
/** Looks a day through a window of some hours; a long one slides on, so it is looked through daily. */
const looks = (window: number): number => Math.max(1, 24 / window);
const byChance = (a: Excess, b: Excess): number =>
  a.chance - b.chance || a.logP - b.logP || (keyOf(a) < keyOf(b) ? -1 : 1);
