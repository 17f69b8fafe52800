import type { AlertDetail, CaseDetail, CaseSummary } from '../../config/contract/api.ts';
import { KPI_IDS, type KpiId, type KpiItem, type KpiRow } from '../../config/contract/kpi.ts';
import type { RecountRow } from '../../config/contract/picture.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { KpiFilter, Page } from '../queries/kpi-cases.ts';
import type { CaseSearch } from '../queries/searched-cases.ts';
import { allowedCommands, type Commands, postCommand } from './command-route.ts';
import { answerCounted, answerGrid, answerNear, type GroundSources } from './ground-route.ts';
import { failure, json } from './headers.ts';
import { type KpiPlace, readKpiQuery } from './kpi-query.ts';
import { readSearchQuery, type SearchPlace } from './search-query.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/** Which cases are asked for: exactly one of the three. */
export type CasesBy = { grid: string } | { unit: string } | { source: string };

/** What the API answers from. A failure says why the store cannot answer. */
export interface ApiSources {
  /** JSON text of the deployment. */
  deployment: string;
  cases(by: CasesBy, limit: number): Promise<Result<CaseSummary[]>>;
  search(asked: CaseSearch, limit: number): Promise<Result<CaseSummary[]>>;
  /** null: no such case. */
  caseDetail(id: string): Promise<Result<CaseDetail | null>>;
  /** null: no such alert. */
  alertDetail(id: string): Promise<Result<AlertDetail | null>>;
  /** What KPI may be asked of, what a search may name, and the zone of the local days that are asked for. */
  place: KpiPlace & SearchPlace;
  kpis(filter: KpiFilter): Promise<Result<KpiRow[]>>;
  kpiItems(id: KpiId, filter: KpiFilter, page: Page): Promise<Result<KpiItem[]>>;
  recount(): Promise<Result<RecountRow>>;
  ground: GroundSources;
  commands: Commands;
}

const LIMIT_DEFAULT = 100;
const LIMIT_MOST = 1000;

type Route = (request: HttpRequest, sources: ApiSources, rest: string) => Promise<HttpResponse>;

function readLimit(query: URLSearchParams): Result<number> {
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT);
  return Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MOST
    ? ok(limit)
    : err(`limit: a whole number from 1 to ${LIMIT_MOST}`);
}

const cases: Route = async ({ query }, sources) => {
  const given = (['grid', 'unit', 'source'] as const).filter((name) => query.has(name));
  const [name] = given;
  if (!name || given.length > 1) return failure(400, 'name one of grid, unit and source');
  const limit = readLimit(query);
  if (!limit.ok) return failure(400, limit.error);
  const found = await sources.cases({ [name]: query.get(name) ?? '' } as CasesBy, limit.value);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

const search: Route = async ({ query }, sources) => {
  const asked = readSearchQuery(query, sources.place);
  if (!asked.ok) return failure(400, asked.error);
  const limit = readLimit(query);
  if (!limit.ok) return failure(400, limit.error);
  const found = await sources.search(asked.value, limit.value);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

/** A route that answers with one thing by its id, the rest of the path. */
const one =
  (what: string, find: (sources: ApiSources, id: string) => Promise<Result<unknown>>): Route =>
  async (_, sources, rest) => {
    let id: string;
    try {
      id = decodeURIComponent(rest);
    } catch {
      return failure(400, `the ${what} id is not readable`);
    }
    const found = await find(sources, id);
    if (!found.ok) return failure(503, found.error);
    return found.value ? json(200, found.value) : failure(404, `no such ${what}`);
  };
const caseDetail = one('case', (sources, id) => sources.caseDetail(id));
const alertDetail = one('alert', (sources, id) => sources.alertDetail(id));

const kpis: Route = async ({ query }, sources) => {
  const filter = readKpiQuery(query, sources.place);
  if (!filter.ok) return failure(400, filter.error);
  const found = await sources.kpis(filter.value);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

const kpiItems: Route = async ({ query }, sources, rest) => {
  const id = KPI_IDS.find((known) => known === rest);
  if (id === undefined) return failure(404, 'no such KPI');
  const filter = readKpiQuery(query, sources.place, ['limit', 'after']);
  if (!filter.ok) return failure(400, filter.error);
  const limit = readLimit(query);
  if (!limit.ok) return failure(400, limit.error);
  const page = { after: query.get('after') ?? '', limit: limit.value };
  const found = await sources.kpiItems(id, filter.value, page);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

const recount: Route = async (_, sources) => {
  const row = await sources.recount();
  return row.ok ? json(200, row.value) : failure(503, row.error);
};

const deployment: Route = async (_, sources) => ({ ...json(200, null), body: sources.deployment });

const ROUTES: readonly { method: string; path: string; route: Route }[] = [
  { method: 'GET', path: '/api/deployment', route: deployment },
  { method: 'GET', path: '/api/cases', route: cases },
  { method: 'GET', path: '/api/search', route: search },
  { method: 'GET', path: '/api/cases/', route: caseDetail },
  { method: 'GET', path: '/api/alerts/', route: alertDetail },
  {
    method: 'GET',
    path: '/api/near',
    route: (request, { ground }) => answerNear(request, ground),
  },
  {
    method: 'GET',
    path: '/api/today/',
    route: (request, { ground }, rest) => answerCounted(request, ground, rest),
  },
  {
    method: 'GET',
    path: '/api/grids/',
    route: (_, { ground, place }, rest) =>
      answerGrid(ground, rest, (id) => place.grids.some(({ properties }) => properties.id === id)),
  },
  { method: 'GET', path: '/api/kpi', route: kpis },
  { method: 'GET', path: '/api/kpi/', route: kpiItems },
  {
    method: 'GET',
    path: '/api/commands',
    route: (request, { commands }) => allowedCommands(request, commands),
  },
  {
    method: 'POST',
    path: '/api/commands',
    route: (request, { commands }) => postCommand(request, commands),
  },
  { method: 'POST', path: '/api/recount', route: recount },
  { method: 'GET', path: '/healthz', route: async () => json(200, { ok: true }) },
];

/** Answers a request of config/contract/api.ts; null where the path is not the API's. */
export async function answerApi(
  request: HttpRequest,
  sources: ApiSources,
): Promise<HttpResponse | null> {
  const { path } = request;
  const there = ROUTES.filter((known) =>
    known.path.endsWith('/')
      ? path.startsWith(known.path) && path !== known.path
      : path === known.path,
  );
  if (there.length === 0) return path.startsWith('/api/') ? failure(404, 'no such address') : null;
  const found = there.find(({ method }) => method === request.method);
  if (!found) {
    const allow = there.map(({ method }) => method).join(', ');
    const refusal = failure(405, `${allow} only`);
    return { ...refusal, headers: { ...refusal.headers, allow } };
  }
  return found.route(request, sources, path.slice(found.path.length));
}
