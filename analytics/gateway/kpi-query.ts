import { DateTime } from 'luxon';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { URGENCIES } from '../../config/contract/vocabulary.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';

const OF = ['unit', 'grid', 'community', 'source', 'urgency'] as const;
const KNOWN = new Set<string>(['from', 'to', 'category', ...OF]);
/** Longest period, in days. */
const LONGEST = 400;
const LEVELS = 4;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What there is to ask about. */
export type KpiPlace = Pick<Deployment, 'zone' | 'grids' | 'communities'>;

/**
 * The period and filter that a query string names: `from` and `to` are local days, yyyy-MM-dd, `to` is
 * exclusive; `category` may be given for each level, widest first. The error says what is wrong.
 * @param besides other names that the query may give
 */
export function readKpiQuery(
  query: URLSearchParams,
  { zone, grids, communities }: KpiPlace,
  besides: readonly string[] = [],
): Result<KpiFilter> {
  for (const name of new Set(query.keys())) {
    if (!KNOWN.has(name) && !besides.includes(name))
      return err(`${name}: not known; there are ${[...KNOWN, ...besides].join(', ')}`);
    if (name !== 'category' && query.getAll(name).length > 1) return err(`${name}: given twice`);
  }
  const dayOf = (name: string) => {
    const text = query.get(name) ?? '';
    return DAY.test(text) ? DateTime.fromISO(text, { zone }) : DateTime.invalid('no day');
  };
  const [from, to] = [dayOf('from'), dayOf('to')];
  if (!from.isValid) return err('from: a day as yyyy-MM-dd');
  if (!to.isValid) return err('to: a day as yyyy-MM-dd');
  if (from.toMillis() < 0 || to <= from) return err('to: a day after from, from 1970 on');
  if (to.diff(from, 'days').days > LONGEST) return err(`at most ${LONGEST} days`);

  const filter: KpiFilter = { from: from.toMillis(), to: to.toMillis() };
  for (const name of OF) if (query.has(name)) filter[name] = query.get(name) ?? '';
  if (query.has('category')) filter.category = query.getAll('category');
  const { grid, community, urgency, category = [] } = filter;
  if (category.length > LEVELS || category.includes(''))
    return err(`category: at most ${LEVELS} levels, widest first, none empty`);
  if (urgency !== undefined && !URGENCIES.some((known) => known === urgency))
    return err(`urgency: one of ${URGENCIES.join(', ')}`);
  if (grid !== undefined && !grids.some(({ properties }) => properties.id === grid))
    return err(`grid: none is called "${grid}"`);
  if (community !== undefined && !communities.some(({ id }) => id === community))
    return err(`community: none is called "${community}"`);
  return ok(filter);
}
