import type { Fact } from '../../config/contract/facts.ts';
import type { DayTotal } from '../../config/contract/feed.ts';
import type { Millis } from '../../config/contract/ids.ts';

/**
 * Days of which we keep our own counts, so that an upstream may tell its total late. None lies later than
 * tomorrow: the newest are kept, and one mistyped year would push a day that matters out for ever.
 */
const DAYS = 31;
/** Days with the upstream's total that are told. */
const TOLD = 7;

/** What was first stored on one local day of one source, beside the upstream's own count; null: it told none. */
export interface DayCount {
  day: string;
  what: string;
  ours: number;
  upstream: number | null;
}

/** What a newly stored fact adds to the counts of its day; null: nothing. */
export function countedAs(fact: Fact): { what: string; at: Millis } | null {
  switch (fact.kind) {
    case 'hop':
      return fact.event === 'report' ? { what: 'cases', at: fact.receivedAt } : null;
    case 'patrol':
      return fact.version === 0 ? { what: 'reports', at: fact.at } : null;
    case 'inspection':
      return fact.version === 0 ? { what: 'inspections', at: fact.at } : null;
    case 'hall':
      if (fact.version > 0) return null;
      if (fact.event === 'taken') return { what: 'tickets', at: fact.at };
      return fact.event === 'transaction' ? { what: 'transactions', at: fact.at } : null;
    default:
      return null;
  }
}

/** The row of a day, made where missing; null where the day is older than those kept. */
export function rowOf(counts: DayCount[], day: string, what: string): DayCount | null {
  for (const row of counts) if (row.day === day && row.what === what) return row;
  const days = new Set(counts.map((row) => row.day)).add(day);
  if (days.size > DAYS) {
    const oldest = [...days].sort()[0] as string;
    if (oldest === day) return null;
    for (let i = counts.length - 1; i >= 0; i--) if (counts[i]?.day === oldest) counts.splice(i, 1);
  }
  const row: DayCount = { day, what, ours: 0, upstream: null };
  counts.push(row);
  return row;
}

/** The newest days for which the upstream gave its totals, newest first. */
export function totalsOf(counts: readonly DayCount[]): DayTotal[] {
  const told = counts.filter(
    (row): row is DayCount & { upstream: number } => row.upstream !== null,
  );
  const days = [...new Set(told.map((row) => row.day))].sort().slice(-TOLD);
  return told
    .filter((row) => days.includes(row.day))
    .sort((a, b) => (a.day === b.day ? (a.what < b.what ? -1 : 1) : a.day < b.day ? 1 : -1))
    .map(({ day, what, upstream, ours }) => ({ day, what, upstream, ours }));
}
