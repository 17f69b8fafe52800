import type { Millis } from '../../config/contract/ids.ts';
import { KPI_IDS, KPIS, type KpiCase, type KpiId, type KpiRow } from '../../config/contract/kpi.ts';
import { isoDay } from '../../config/contract/zone.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { Store } from '../../ingest/store/index.ts';
import {
  CASE_KPIS,
  type CaseKpi,
  caseKpis,
  casesOfKpi,
  type KpiFilter,
} from '../queries/kpi-cases.ts';
import { ordersOf, patrolsOf, residentsByGrid } from '../queries/kpi-counts.ts';
import { wilson } from './wilson.ts';

type Part = readonly [numerator: number, denominator: number];
const PER = 10_000;

/** The row of a KPI from its parts. */
function rowOf(id: KpiId, [numerator, denominator]: Part): KpiRow {
  const { unit } = KPIS[id];
  const value = unit === 'count' || denominator === 0 ? null : numerator / denominator;
  const interval = unit === 'ratio' ? wilson(numerator, denominator) : null;
  return { id, numerator, denominator, value, interval };
}

/**
 * Every KPI of a period and filter, each with numerator and denominator. A patrol report has no unit,
 * category or urgency: asked by these, what is counted of patrols is 0 of 0.
 * @param now deployment time; the period ends with it at the latest
 * @throws where the store does not answer
 */
export async function askKpis(
  store: Store,
  { grids, zone }: Pick<Deployment, 'grids' | 'zone'>,
  asked: KpiFilter,
  now: Millis,
): Promise<KpiRow[]> {
  const filter = { ...asked, to: Math.min(asked.to, now) };
  const ofCasesOnly =
    filter.unit !== undefined || filter.category !== undefined || filter.urgency !== undefined;
  const [[cases], [orders], [patrols], residents] = await Promise.all([
    store.query<{ numerators: number[]; denominators: number[] }>(caseKpis(filter, now)),
    store.query<{ orders: number; repeated: number }>(ordersOf(filter)),
    store.query<{ patrols: number; self_handled: number; grids: string[] }>(patrolsOf(filter)),
    store.query<{ grid: string; residents: number }>(residentsByGrid(isoDay(filter.to - 1, zone))),
  ]);
  const inside = grids
    .map(({ properties }) => properties)
    .filter(
      ({ id, community }) =>
        (filter.grid === undefined || filter.grid === id) &&
        (filter.community === undefined || filter.community === community),
    )
    .map(({ id }) => id as string);
  const visited = new Set(patrols?.grids ?? []);
  const people = residents
    .filter(({ grid }) => inside.includes(grid))
    .reduce((sum, each) => sum + each.residents, 0);
  const came = orders?.orders ?? 0;
  const reports = ofCasesOnly ? 0 : (patrols?.patrols ?? 0);

  const parts = new Map<KpiId, Part>(
    CASE_KPIS.map((id, n) => [id, [cases?.numerators[n] ?? 0, cases?.denominators[n] ?? 0]]),
  );
  parts.set('repeated', [orders?.repeated ?? 0, came]);
  parts.set('selfHandled', [ofCasesOnly ? 0 : (patrols?.self_handled ?? 0), reports]);
  parts.set('foundFirst', [reports, ofCasesOnly ? 0 : reports + came]);
  parts.set(
    'covered',
    ofCasesOnly ? [0, 0] : [inside.filter((id) => visited.has(id)).length, inside.length],
  );
  parts.set('perTenThousand', [came * PER, people]);
  return KPI_IDS.map((id) => rowOf(id, parts.get(id) ?? [0, 0]));
}

/** Whether a KPI has a list of cases behind it. */
export const hasCases = (id: string): id is CaseKpi => (CASE_KPIS as string[]).includes(id);

/** The cases behind a KPI, at most `limit`, by id. @throws where the store does not answer */
export async function askKpiCases(
  store: Store,
  id: CaseKpi,
  asked: KpiFilter,
  now: Millis,
  limit: number,
): Promise<KpiCase[]> {
  const filter = { ...asked, to: Math.min(asked.to, now) };
  const rows = await store.query<{ case_id: string; numerator: number; denominator: number }>(
    casesOfKpi(id, filter, now, limit),
  );
  return rows.map(({ case_id, ...parts }) => ({ caseId: case_id, ...parts }));
}
