import { DAY, HOUR } from '../../../config/contract/zone.ts';
import type { Calendar, LocalDay } from '../../../config/deployment/calendar.ts';

/** Days that what is expected rests on: those of the level now, and those of habits (week, hour, season). */
export const RECENT_DAYS = 56;
export const HABIT_DAYS = 364;
/** The newest days teach nothing, so that a surge does not become its own expectation. */
export const GUARD_DAYS = 7;
/** Events that the longer past counts for against a shorter one. */
const PRIOR = { kind: 100, season: 400, share: 20, family: 0.5, hour: 24 } as const;
/** A past count above its mean by more deviations than this counts as that many: past surges teach little. */
const CAP = 3;
const WEEKEND = new Set([0, 6]);

export const capped = (count: number, mean: number): number =>
  Math.min(count, mean + CAP * Math.sqrt(mean) + 1);

/** Days alike: by weekday, and apart from it worked weekends (调休) and holidays. */
function kindOf({ date, workday }: LocalDay): { kind: string; parent: string } {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (workday)
    return WEEKEND.has(weekday)
      ? { kind: 'moved', parent: 'worked' }
      : { kind: `${weekday}`, parent: 'worked' };
  return WEEKEND.has(weekday)
    ? { kind: `${weekday}`, parent: 'free' }
    : { kind: 'holiday', parent: 'free' };
}

/** The days before `today`, newest first, of which the first is yesterday. */
export function daysBefore(today: LocalDay, count: number, calendar: Calendar): LocalDay[] {
  const days: LocalDay[] = [];
  for (let day = today; days.length < count; ) {
    day = calendar.dayAt(day.starts - 1);
    days.push(day);
  }
  return days;
}

/** Counts by hour since the epoch. */
export type ByHour = (hour: number) => number;

/** What a stream of events as a whole is expected to bring, hour by hour. */
export interface Rhythm {
  /** Expected events of the hour (hours since the epoch). */
  hour(hour: number): number;
  /** Events that the level rests on: how sure it is. */
  events: number;
}

const add = (map: Map<string, [number, number]>, key: string, x: number, e: number): void => {
  const known = map.get(key);
  if (known) {
    known[0] += x;
    known[1] += e;
  } else map.set(key, [x, e]);
};

/**
 * The rhythm of a stream as of a local day: level of the past eight weeks × kind of day × hour of the
 * day × season, the last from the same weeks a year before, each drawn towards 1 as far as it rests on
 * few events (gamma–Poisson shrinkage). Days above their own mean by three deviations count as that
 * (as Noufaily et al. 2013 weigh down past outbreaks), and the newest week is left out.
 * @param past days before today, newest first
 * @param ofDay count of a day, by its start
 */
export function rhythmOf(
  past: readonly LocalDay[],
  ofDay: (day: LocalDay) => number,
  ofHour: ByHour,
  calendar: Calendar,
): Rhythm | null {
  const learnt = past.slice(GUARD_DAYS);
  const habits = learnt.slice(0, HABIT_DAYS);
  if (habits.length < GUARD_DAYS) return null;
  const sum = (days: readonly LocalDay[]) => days.reduce((total, day) => total + ofDay(day), 0);
  const mean = sum(habits) / habits.length;
  if (mean === 0) return null;

  const parents = new Map<string, [number, number]>();
  const kinds = new Map<string, [number, number]>();
  for (const day of habits) {
    const { kind, parent } = kindOf(day);
    const x = capped(ofDay(day), 2 * mean);
    add(parents, parent, x, mean);
    add(kinds, kind, x, mean);
  }
  const parentFactor = (parent: string): number => {
    const [x, e] = parents.get(parent) ?? [0, 0];
    return (x + PRIOR.kind / 10) / (e + PRIOR.kind / 10);
  };
  const kindFactor = (day: LocalDay): number => {
    const { kind, parent } = kindOf(day);
    const [x, e] = kinds.get(kind) ?? [0, 0];
    return (x + PRIOR.kind * parentFactor(parent)) / (e + PRIOR.kind);
  };

  const recent = habits.slice(0, RECENT_DAYS);
  let level = mean;
  let events = 0;
  for (let pass = 0; pass < 2; pass++) {
    let exposure = 0;
    events = 0;
    for (const day of recent) {
      const factor = kindFactor(day);
      events += capped(ofDay(day), level * factor);
      exposure += factor;
    }
    level = events / exposure;
  }

  // the four weeks round today a year before, against the eight weeks before them
  const yearAgo = past.slice(HABIT_DAYS - 15, HABIT_DAYS + 13);
  const before = past.slice(HABIT_DAYS + GUARD_DAYS, HABIT_DAYS + GUARD_DAYS + RECENT_DAYS);
  const adjusted = (days: readonly LocalDay[]) =>
    days.reduce((total, day) => total + ofDay(day) / kindFactor(day), 0) / days.length;
  let season = 1;
  const e = before.length === RECENT_DAYS ? adjusted(before) * yearAgo.length : 0;
  if (e > 0) {
    season = (adjusted(yearAgo) * yearAgo.length + PRIOR.season) / (e + PRIOR.season);
  }

  const hours = { worked: new Float64Array(24), free: new Float64Array(24) };
  for (const day of habits.slice(0, 2 * RECENT_DAYS)) {
    const of = day.workday ? hours.worked : hours.free;
    const first = Math.floor(day.starts / HOUR);
    for (let h = 0; h < 24; h++) of[h] = of[h]! + ofHour(first + h);
  }
  const both = hours.worked.map((x, h) => x + hours.free[h]! + 0.5);
  const all = both.reduce((a, b) => a + b, 0);
  const shareOf = (counts: Float64Array): Float64Array => {
    const total = counts.reduce((a, b) => a + b, 0) + PRIOR.hour;
    return counts.map((x, h) => (x + (PRIOR.hour * both[h]!) / all) / total);
  };
  const share = { worked: shareOf(hours.worked), free: shareOf(hours.free) };

  const known = new Map<number, [number, Float64Array, number]>();
  return {
    events,
    hour: (hour) => {
      const at = hour * HOUR;
      const utc = Math.floor(at / DAY);
      let found = known.get(utc * 2);
      if (!found || at < found[0] || at >= found[0] + DAY) {
        const day = calendar.dayAt(at);
        found = [
          day.starts,
          day.workday ? share.worked : share.free,
          level * season * kindFactor(day),
        ];
        known.set(utc * 2, found);
      }
      const h = Math.floor((at - found[0]) / HOUR);
      return found[2] * (found[1][Math.min(23, h)] ?? 0);
    },
  };
}

/** A series' part of its stream, and how many events that rests on. */
export interface Share {
  share: number;
  events: number;
}

/**
 * The share of a series in its stream: its recent counts (robust), with its longer past as the prior,
 * and its family's mean share as the prior of that.
 */
export function shareOf(
  [recent, recentAll]: readonly [number, number],
  [long, longAll]: readonly [number, number],
  family: number,
): Share {
  const before = (long + PRIOR.family) / (longAll + PRIOR.family / family);
  const weight = Math.min(PRIOR.share, long + PRIOR.family);
  return {
    share: (recent + weight) / (recentAll + weight / before),
    events: recent + weight,
  };
}
