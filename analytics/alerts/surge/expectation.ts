import { HOUR } from '../../../config/contract/zone.ts';
import type { Calendar, LocalDay } from '../../../config/deployment/calendar.ts';
import {
  capped,
  daysBefore,
  GUARD_DAYS,
  HABIT_DAYS,
  RECENT_DAYS,
  type Rhythm,
  rhythmOf,
  type Share,
  shareOf,
} from './baseline.ts';
import type { Counts } from './counts.ts';

/** Events of one upstream kind: their common rhythm, and the series that are parts of it. */
export interface Stream {
  all: Counts;
  series: Map<string, { family: string; counts: Counts }>;
}

/** What a stream and each of its series are expected to bring on one local day. */
export interface Expectation {
  rhythm: Rhythm;
  shares: ReadonlyMap<string, Share>;
  /** Variance ÷ mean of a day's count about what is expected, by family; at least 1. */
  spread: ReadonlyMap<string, number>;
}

/** Learns from the days before `today` alone. Null where they say too little. */
export function expectationOf(
  { all, series }: Stream,
  today: LocalDay,
  calendar: Calendar,
): Expectation | null {
  const longest = HABIT_DAYS + GUARD_DAYS + RECENT_DAYS;
  const first = all.first * HOUR;
  const past = daysBefore(today, longest, calendar).filter(({ ends }) => ends > first);
  const rhythm = rhythmOf(
    past,
    ({ starts }) => all.ofDay(starts),
    (hour) => all.ofHour(hour),
    calendar,
  );
  if (!rhythm) return null;
  const habits = past.slice(GUARD_DAYS, GUARD_DAYS + HABIT_DAYS);
  const totals = habits.map(({ starts }) => all.ofDay(starts));
  const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);
  const long = sum(totals);
  const recent = sum(totals.slice(0, RECENT_DAYS));

  const families = new Map<string, { events: number; members: number }>();
  const daily = [...series].map(([id, { family, counts }]) => {
    const days = habits.map(({ starts }) => counts.ofDay(starts));
    const known = families.get(family) ?? { events: 0, members: 0 };
    families.set(family, { events: known.events + sum(days), members: known.members + 1 });
    return { id, family, days };
  });

  const shares = new Map<string, Share>();
  const squares = new Map<string, { sum: number; days: number }>();
  for (const { id, family, days } of daily) {
    const { events, members } = families.get(family)!;
    const typical = (events + 1) / (long + 1) / members;
    let share: Share = { share: sum(days) / long, events: 0 };
    for (let pass = 0; pass < 2; pass++) {
      const robust = days.map((x, i) => capped(x, share.share * totals[i]!));
      share = shareOf([sum(robust.slice(0, RECENT_DAYS)), recent], [sum(robust), long], typical);
    }
    shares.set(id, share);
    const of = squares.get(family) ?? { sum: 0, days: 0 };
    for (let i = 0; i < Math.min(RECENT_DAYS, days.length); i++) {
      const mean = share.share * totals[i]!;
      if (mean === 0) continue;
      of.sum += (capped(days[i]!, mean) - mean) ** 2 / mean;
      of.days++;
    }
    squares.set(family, of);
  }
  const spread = new Map(
    [...squares].map(([family, { sum, days }]) => [family, days > 0 ? Math.max(1, sum / days) : 1]),
  );
  return { rhythm, shares, spread };
}
