import { KPI_IDS } from '../../config/contract/kpi.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Permissions } from '../../config/deployment/permissions.ts';
import { ADMINISTRATION_ROUTES } from '../access/administration-routes.ts';
import type { Identity } from '../access/identity.ts';
import { IDENTITY_SERVICE_ROUTES } from '../access/identity-service-routes.ts';
import { isWithin } from '../access/scope.ts';
import { SIGN_IN_ROUTES } from '../access/sign-in-routes.ts';
import type { ApiSources, CasesBy } from './api-sources.ts';
import { askedEntry } from './asked-entry.ts';
import { auditPage, auditVerdict, revealsOf } from './audit-route.ts';
import { allowedCommands, postCommand } from './command-route.ts';
import { answerCounted, answerGrid, answerNear } from './ground-route.ts';
import { failure, json } from './headers.ts';
import { readKpiQuery } from './kpi-query.ts';
import { answerMetrics } from './line-metrics.ts';
import { answerReady } from './readiness.ts';
import { reveal } from './reveal-route.ts';
import { type Answer, type Route, refusalOf, refuse } from './route.ts';
import { readSearchQuery } from './search-query.ts';
import { isKpiWithin, shownAlert, shownCase } from './shown.ts';
import type { Asked, HttpResponse } from './transport.ts';

const LIMIT_DEFAULT = 100;
const LIMIT_MOST = 1000;

function readLimit(query: URLSearchParams): Result<number> {
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT);
  return Number.isInteger(limit) && limit >= 1 && limit <= LIMIT_MOST
    ? ok(limit)
    : err(`limit: a whole number from 1 to ${LIMIT_MOST}`);
}

const cases: Answer = async ({ query, who }, sources) => {
  const given = (['grid', 'unit', 'source'] as const).filter((name) => query.has(name));
  const [name] = given;
  if (!name || given.length > 1) return failure(400, 'name one of grid, unit and source');
  const limit = readLimit(query);
  if (!limit.ok) return failure(400, limit.error);
  const by = { [name]: query.get(name) ?? '' } as CasesBy;
  const found = await sources.cases(by, limit.value, who?.access.scope ?? null);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

const search: Answer = async ({ query, who }, sources) => {
  const asked = readSearchQuery(query, sources.place);
  if (!asked.ok) return failure(400, asked.error);
  const limit = readLimit(query);
  if (!limit.ok) return failure(400, limit.error);
  const found = await sources.search(asked.value, limit.value, who?.access.scope ?? null);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

/** A route that answers with one thing by its id, the rest of the path, as far as whoever asks may see it. */
const one =
  <T>(
    what: string,
    find: (sources: ApiSources, id: string) => Promise<Result<T | null>>,
    shown: (found: T, who: Identity, permissions: Permissions) => T | null,
  ): Answer =>
  async ({ who }, sources, rest) => {
    let id: string;
    try {
      id = decodeURIComponent(rest);
    } catch {
      return failure(400, `the ${what} id is not readable`);
    }
    const found = await find(sources, id);
    if (!found.ok) return failure(503, found.error);
    const value = found.value && who && shown(found.value, who, sources.permissions);
    return value ? json(200, value) : failure(404, `no such ${what}`);
  };
const caseDetail = one(
  'case',
  async (sources, id) => {
    const found = await sources.caseDetail(id);
    if (!found.ok || found.value === null) return found;
    return ok({ ...found.value, reveals: revealsOf(sources.audit, id) });
  },
  shownCase,
);
const alertDetail = one('alert', (sources, id) => sources.alertDetail(id), shownAlert);

const OUTSIDE = 'name a grid, community or unit that is yours';

const kpis: Answer = async ({ query, who }, sources) => {
  const filter = readKpiQuery(query, sources.place);
  if (!filter.ok) return failure(400, filter.error);
  if (!isKpiWithin(who, filter.value, sources.place)) return failure(403, OUTSIDE);
  const found = await sources.kpis(filter.value);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

const kpiItems: Answer = async ({ query, who }, sources, rest) => {
  const id = KPI_IDS.find((known) => known === rest);
  if (id === undefined) return failure(404, 'no such KPI');
  const filter = readKpiQuery(query, sources.place, ['limit', 'after']);
  if (!filter.ok) return failure(400, filter.error);
  if (!isKpiWithin(who, filter.value, sources.place)) return failure(403, OUTSIDE);
  const limit = readLimit(query);
  if (!limit.ok) return failure(400, limit.error);
  const page = { after: query.get('after') ?? '', limit: limit.value };
  const found = await sources.kpiItems(id, filter.value, page);
  return found.ok ? json(200, found.value) : failure(503, found.error);
};

const recount: Answer = async ({ who }, sources) => {
  if (who?.access.scope) return refuse('forbidden'); // it compares every place
  const row = await sources.recount();
  return row.ok ? json(200, row.value) : failure(503, row.error);
};

const ready: Answer = async (_, sources) => answerReady(sources.unready());

const metrics: Answer = (_, sources) => answerMetrics(sources.metrics);

const deployment: Answer = async (_, sources) => ({ ...json(200, null), body: sources.deployment });

/** Who walks near a place is of no one grid. */
const near: Answer = async (asked, { ground }) =>
  asked.who?.access.scope ? refuse('forbidden') : answerNear(asked, ground);

const counted: Answer = async (asked, { ground, place }, rest) =>
  answerCounted(asked, ground, rest, place.zone, asked.who?.access.scope ?? null);

const grid: Answer = async ({ who }, { ground, place }, rest) => {
  const scope = who?.access.scope ?? null;
  return answerGrid(
    ground,
    rest,
    (id) =>
      place.grids.some(({ properties }) => properties.id === id) &&
      (scope === null || isWithin(scope, { grid: id, unit: '' })),
  );
};

/** Every route, by its method and path; a path that ends in `/` has something behind it. */
export const ROUTES: readonly Route[] = [
  { method: 'GET', path: '/api/deployment', right: 'deployment', answer: deployment },
  { method: 'GET', path: '/api/cases', right: 'cases', act: 'export', answer: cases },
  { method: 'GET', path: '/api/search', right: 'cases', act: 'export', answer: search },
  { method: 'GET', path: '/api/cases/', right: 'cases', answer: caseDetail },
  { method: 'GET', path: '/api/alerts/', right: 'alerts', answer: alertDetail },
  { method: 'GET', path: '/api/near', right: 'ground', answer: near },
  { method: 'GET', path: '/api/counted/', right: 'ground', act: 'export', answer: counted },
  { method: 'GET', path: '/api/grids/', right: 'ground', answer: grid },
  { method: 'GET', path: '/api/kpi', right: 'kpi', answer: kpis },
  { method: 'GET', path: '/api/kpi/', right: 'kpi', act: 'export', answer: kpiItems },
  {
    method: 'GET',
    path: '/api/commands',
    right: 'commands',
    answer: (request, { commands }) => allowedCommands(request, commands),
  },
  {
    method: 'POST',
    path: '/api/commands',
    right: 'commands',
    act: 'command',
    answer: (request, { commands, audit }) => postCommand(request, commands, audit),
  },
  { method: 'POST', path: '/api/recount', right: 'recount', act: 'export', answer: recount },
  { method: 'POST', path: '/api/reveal', right: 'reveal', act: 'reveal', answer: reveal },
  { method: 'GET', path: '/api/audit', right: 'audit', act: 'export', answer: auditPage },
  { method: 'GET', path: '/api/audit/verify', right: 'audit', answer: auditVerdict },
  { method: 'GET', path: '/healthz', right: 'open', answer: async () => json(200, { ok: true }) },
  { method: 'GET', path: '/readyz', right: 'open', answer: ready },
  { method: 'GET', path: '/metrics', right: 'metrics', answer: metrics },
  ...SIGN_IN_ROUTES,
  ...IDENTITY_SERVICE_ROUTES,
  ...ADMINISTRATION_ROUTES,
];

/**
 * Answers a request of config/contract/api.ts and access.ts, where whoever asks has the right to; null
 * where the path is not the API's.
 */
export async function answerApi(request: Asked, sources: ApiSources): Promise<HttpResponse | null> {
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
  const { who } = request;
  const refusal = refusalOf(found.right, who, sources.permissions);
  const wait = !refusal && who && found.act === 'export' ? sources.access.taking(who.key) : 0;
  if (wait > 0) return refuse('wait', wait);
  const answer = refusal ?? (await found.answer(request, sources, path.slice(found.path.length)));
  const entry = who && askedEntry(found, request, who, answer, refusal !== null);
  if (entry) await sources.audit.record(entry);
  return answer;
}
