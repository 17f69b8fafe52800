import { DateTime } from 'luxon';
import type { Millis } from '../../config/contract/ids.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { HOUR } from '../../config/contract/zone.ts';
import type { CountedOf } from '../queries/counted-rows.ts';

/** What is asked of a figure: its time, null where it is that of the figure itself, and what narrows it. */
export type CountedBy = Omit<CountedOf, 'from' | 'to'> & {
  time: { from: Millis; to: Millis } | null;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * `from` and `to`, local days yyyy-MM-dd of which `to` is exclusive, or `hour`, its first millisecond UTC;
 * `grid`, `unit`, `source`. The error says what is wrong.
 */
export function readCountedQuery(query: URLSearchParams, zone: string): Result<CountedBy> {
  const by = { grid: query.get('grid'), unit: query.get('unit'), source: query.get('source') };
  const hour = query.get('hour');
  if (hour !== null) {
    const from = Number(hour);
    if (!Number.isSafeInteger(from) || from <= 0 || from > Date.UTC(2299, 0))
      return err('hour: milliseconds since 1970');
    return ok({ ...by, time: { from, to: from + HOUR } });
  }
  if (!query.has('from') && !query.has('to')) return ok({ ...by, time: null });
  const [from, to] = ['from', 'to'].map((name) => {
    const text = query.get(name) ?? '';
    return DAY.test(text) ? DateTime.fromISO(text, { zone }) : DateTime.invalid('no day');
  }) as [DateTime, DateTime];
  if (!from.isValid || !to.isValid || from.toMillis() < 0 || to <= from)
    return err('from, to: days as yyyy-MM-dd, from 1970 on, to after from');
  return ok({ ...by, time: { from: from.toMillis(), to: to.toMillis() } });
}
