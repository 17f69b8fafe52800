import { DateTime } from 'luxon';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { URGENCIES } from '../../config/contract/vocabulary.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';

const OF = ['unit', 'grid', 'community', 'source', 'category', 'urgency'] as const;
/** Longest period, in days. */
const LONGEST = 400;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The period and filter that a query string names: `from` and `to` are local days, yyyy-MM-dd, `to` is
 * exclusive. The error says what is wrong.
 */
export function readKpiQuery(query: URLSearchParams, zone: string): Result<KpiFilter> {
  const dayOf = (name: string) => {
    const text = query.get(name) ?? '';
    return DAY.test(text) ? DateTime.fromISO(text, { zone }) : DateTime.invalid('no day');
  };
  const [from, to] = [dayOf('from'), dayOf('to')];
  if (!from.isValid) return err('from: a day as yyyy-MM-dd');
  if (!to.isValid) return err('to: a day as yyyy-MM-dd');
  if (from.toMillis() < 0 || to <= from) return err('to: a day after from');
  if (to.diff(from, 'days').days > LONGEST) return err(`at most ${LONGEST} days`);
  const filter: KpiFilter = { from: from.toMillis(), to: to.toMillis() };
  for (const name of OF) if (query.has(name)) filter[name] = query.get(name) ?? '';
  const { urgency } = filter;
  if (urgency !== undefined && !URGENCIES.some((known) => known === urgency))
    return err(`urgency: one of ${URGENCIES.join(', ')}`);
  return ok(filter);
}
