import type { Millis } from '../../config/contract/ids.ts';
import {
  KPI_IDS,
  KPIS,
  type KpiGround,
  type KpiId,
  type KpiItem,
  type KpiNote,
  type KpiRow,
} from '../../config/contract/kpi.ts';
import { isoDay } from '../../config/contract/zone.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Sql, Store } from '../../ingest/store/index.ts';
import {
  caseKpis,
  casesOfKpi,
  endsOfParts,
  type KpiFilter,
  type Page,
  type Part,
} from '../queries/kpi-cases.ts';
import {
  foundReports,
  ordersOf,
  patrolsOf,
  repeatedOrders,
  residentsByGrid,
  selfHandledReports,
} from '../queries/kpi-counts.ts';
import { CASE_KPIS } from '../queries/kpi-terms.ts';
import { wilson } from './wilson.ts';

export type Place = Pick<Deployment, 'grids' | 'zone' | 'kpi'>;
type Figures = readonly [numerator: number, denominator: number];

/** Cases asked at once: their steps take about a quarter of the memory of a reader. */
const PART_SIZE = 200_000;
const PER = 10_000;

/** The row of a KPI from its figures. */
function rowOf(id: KpiId, [numerator, denominator]: Figures, note: KpiNote | null): KpiRow {
  const { unit } = KPIS[id];
  if (unit === 'count')
    return { id, numerator, denominator, value: numerator, low: null, high: null, note };
  const why = note ?? (denominator === 0 ? 'nothing' : null);
  const times = id === 'perTenThousand' ? PER : 1;
  const value = why === null ? (times * numerator) / denominator : null;
  const [low, high] = (unit === 'ratio' && wilson(numerator, denominator)) || [null, null];
  return { id, numerator, denominator, value, low, high, note: why };
}

/** KPI that say nothing of what is asked: patrol reports have no unit, category or urgency, and these compare sources. */
function unasked(id: KpiId, { unit, category, urgency, source }: KpiFilter): boolean {
  if (id !== 'selfHandled' && id !== 'foundFirst' && id !== 'covered') return false;
  const ofCases = unit !== undefined || category !== undefined || urgency !== undefined;
  return ofCases || (source !== undefined && id !== 'selfHandled');
}

/** The cases that a period touches after an id, in parts of which each fits the memory of a reader. */
async function partsOf(store: Store, filter: KpiFilter, after: string): Promise<Part[]> {
  const ends = await store.query<{ case_id: string }>(endsOfParts(filter, after, PART_SIZE));
  const bounds = [after, ...ends.map(({ case_id }) => case_id)];
  return bounds.map((bound, n) => ({ after: bound, upTo: bounds[n + 1] ?? null }));
}

async function sumsOfCases(store: Store, filter: KpiFilter, { kpi }: Place): Promise<Figures[]> {
  let sums: Figures[] = CASE_KPIS.map(() => [0, 0]);
  for (const part of await partsOf(store, filter, '')) {
    const [row] = await store.query<{ numerators: number[]; denominators: number[] }>(
      caseKpis(filter, kpi, part),
    );
    sums = sums.map(([n, d], k) => [
      n + (row?.numerators[k] ?? 0),
      d + (row?.denominators[k] ?? 0),
    ]);
  }
  return sums;
}

const gridsInside = ({ grids }: Place, { grid, community }: KpiFilter): string[] =>
  grids
    .map(({ properties }) => properties)
    .filter((at) => (grid ?? at.id) === at.id && (community ?? at.community) === at.community)
    .map(({ id }) => id);

async function askByGrid(store: Store, place: Place, filter: KpiFilter) {
  const day = isoDay(filter.to - 1, place.zone);
  const [orders, patrols, residents] = await Promise.all([
    store.query<{ grid: string; orders: number; repeated: number }>(ordersOf(filter, place.kpi)),
    store.query<{ grid: string; reports: number; self_handled: number; last: Millis }>(
      patrolsOf(filter),
    ),
    store.query<{ grid: string; residents: number }>(residentsByGrid(day, place.kpi)),
  ]);
  return { orders, patrols, residents: new Map(residents.map((row) => [row.grid, row.residents])) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
const endedBy = (filter: KpiFilter, now: Millis): KpiFilter => ({
  ...filter,
  to: Math.max(filter.from, Math.min(filter.to, now)),
});

/**
 * Every KPI of a period and filter, each with numerator and denominator, as `KPIS` defines them, from what
 * is known when asked.
 * @param now deployment time; a period that is not over ends with it
 * @throws where the store does not answer
 */
export async function askKpis(
  store: Store,
  place: Place,
  asked: KpiFilter,
  now: Millis,
): Promise<KpiRow[]> {
  const filter = endedBy(asked, now);
  const [cases, { orders, patrols, residents }] = await Promise.all([
    sumsOfCases(store, filter, place),
    askByGrid(store, place, filter),
  ]);
  const inside = gridsInside(place, filter);
  const visited = new Set(patrols.map(({ grid }) => grid));
  const came = sum(orders.map((row) => row.orders));
  const reports = sum(patrols.map((row) => row.reports));

  const figures = new Map<KpiId, Figures>(CASE_KPIS.map((id, n) => [id, cases[n] ?? [0, 0]]));
  figures.set('repeated', [sum(orders.map((row) => row.repeated)), came]);
  figures.set('selfHandled', [sum(patrols.map((row) => row.self_handled)), reports]);
  figures.set('foundFirst', [reports, reports + came]);
  figures.set('covered', [inside.filter((id) => visited.has(id)).length, inside.length]);
  figures.set('perTenThousand', [came, sum(inside.map((id) => residents.get(id) ?? 0))]);
  return KPI_IDS.map((id) => {
    if (unasked(id, filter)) return rowOf(id, [0, 0], 'unasked');
    const unknown = id === 'perTenThousand' && inside.some((grid) => !residents.has(grid));
    return rowOf(id, figures.get(id) ?? [0, 0], unknown ? 'residents' : null);
  });
}

interface ItemRow {
  id: string;
  numerator: number;
  denominator: number;
  why: [what: KpiGround['what'], at: Millis, due: Millis | null, of: string][];
  due: Millis | null;
}

const itemOf = ({ why, due, ...row }: ItemRow): KpiItem => ({
  ...row,
  why: [
    ...(due === null ? [] : [{ what: 'due' as const, at: due, due: null, of: '' }]),
    ...why.map(([what, at, until, of]) => ({ what, at, due: until, of })),
  ],
});

async function itemsOfGrids(
  store: Store,
  place: Place,
  id: 'covered' | 'perTenThousand',
  filter: KpiFilter,
): Promise<KpiItem[]> {
  const { orders, patrols, residents } = await askByGrid(store, place, filter);
  const came = new Map(orders.map((row) => [row.grid, row.orders]));
  const visits = new Map(patrols.map(({ grid, last }) => [grid, last]));
  const inside = gridsInside(place, filter);
  // orders of no known grid count all the same
  const named = id === 'covered' ? inside : [...new Set([...inside, ...came.keys()])];
  return named.sort().map((grid): KpiItem => {
    const [at, people] = [visits.get(grid), residents.get(grid)];
    if (id === 'covered') {
      const why = at === undefined ? [] : [{ what: 'patrol' as const, at, due: null, of: grid }];
      return { id: grid, numerator: why.length, denominator: 1, why };
    }
    const why =
      people === undefined ? [] : [{ what: 'residents' as const, at: null, due: null, of: grid }];
    const denominator = inside.includes(grid) ? (people ?? 0) : 0;
    return { id: grid, numerator: came.get(grid) ?? 0, denominator, why };
  });
}

/**
 * The list behind a KPI, a page of it by id: the cases, patrol reports or grids that add to its numerator or
 * denominator, whose sums they are.
 * @param now deployment time; a period that is not over ends with it
 * @throws where the store does not answer
 */
export async function askKpiItems(
  store: Store,
  place: Place,
  id: KpiId,
  asked: KpiFilter,
  now: Millis,
  page: Page,
): Promise<KpiItem[]> {
  const filter = endedBy(asked, now);
  if (unasked(id, filter)) return [];
  const rowsOf = (statement: Sql) => store.query<ItemRow>(statement);
  switch (id) {
    case 'covered':
    case 'perTenThousand':
      return (await itemsOfGrids(store, place, id, filter))
        .filter((item) => page.after === '' || item.id > page.after)
        .slice(0, page.limit);
    case 'repeated':
      return (await rowsOf(repeatedOrders(filter, place.kpi, page))).map(itemOf);
    case 'selfHandled':
      return (await rowsOf(selfHandledReports(filter, page))).map(itemOf);
    case 'foundFirst':
      return (await rowsOf(foundReports(filter, place.kpi, page))).map(itemOf);
    default: {
      const items: KpiItem[] = [];
      for (const part of await partsOf(store, filter, page.after)) {
        const left = page.limit - items.length;
        if (left === 0) break;
        const rows = await rowsOf(casesOfKpi(id, filter, place.kpi, part, left));
        items.push(...rows.map(itemOf));
      }
      return items;
    }
  }
}
