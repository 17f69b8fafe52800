import type { CaseDetail, CaseSummary } from '../../config/contract/api.ts';
import type { CaseText, Hop } from '../../config/contract/facts.ts';
import { type CaseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { obstaclesOf } from '../../config/contract/machine.ts';
import type { CaseState, CaseType, Channel, Urgency } from '../../config/contract/vocabulary.ts';
import { extensionObstacles } from '../../config/deployment/extension.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import {
  every,
  type HopRow,
  hops,
  int,
  type Sql,
  selected,
  sql,
  text,
  texts,
} from '../../ingest/store/index.ts';
import type { Scope } from '../access/scope.ts';
import { wordRank } from '../state/case-fold.ts';
import { compareWords, type WordRank } from '../state/rank.ts';

/** A case as the store has it now: a row of `caseColumns`. */
export interface CaseRowNow {
  case_id: string;
  source: string;
  upstream_no: string;
  type: CaseType;
  urgency: Urgency;
  channel: Channel;
  category: string[];
  subject: string;
  state: CaseState;
  grid: string;
  community: string;
  unit: string;
  received_at: number;
  state_at: number;
  due_at: number | null;
  lon: number | null;
  lat: number | null;
}

/** Of `cases_now`. */
export const caseColumns = sql`case_id, source, upstream_no, type, urgency, channel, [cat1, cat2, cat3, cat4] AS category,
  subject, state, grid, community, unit,
  toUnixTimestamp64Milli(received_at) AS received_at,
  toUnixTimestamp64Milli(state_at) AS state_at,
  toUnixTimestamp64Milli(due_at) AS due_at,
  lon, lat`;

/** Whether a case is within a scope; null: any is. */
export const withinScope = (scope: Scope | null): Sql[] => [
  ...(scope?.grids ? [sql`has(${texts([...scope.grids])}, grid)`] : []),
  ...(scope?.units ? [sql`has(${texts([...scope.units])}, unit)`] : []),
];

const listed = (condition: Sql, count: number, scope: Scope | null = null): Sql => sql`
SELECT ${caseColumns}
FROM cases_now
WHERE ${every([condition, ...withinScope(scope)])}
ORDER BY received_at DESC, case_id DESC
LIMIT ${int(count)}`;

/** The newest cases of a grid, a unit or a source, open and ended. */
export const casesOfGrid = (grid: string, count: number, scope: Scope | null = null): Sql =>
  listed(sql`grid = ${text(grid)}`, count, scope);
export const casesOfUnit = (unit: string, count: number, scope: Scope | null = null): Sql =>
  listed(sql`unit = ${text(unit)}`, count, scope);
export const casesOfSource = (source: string, count: number, scope: Scope | null = null): Sql =>
  listed(sql`source = ${text(source)}`, count, scope);

/** One case; no row where it is unknown. */
export const caseNow = (id: string): Sql => listed(sql`case_id = ${text(id)}`, 1);

/** The hops of one case in their order. Rows of `hops`. */
export const hopsOfCase = (id: string): Sql => sql`
SELECT ${selected(hops)}
FROM hops
WHERE case_id = ${text(id)}
ORDER BY at, hop_order, id`;

/** The hops of some cases. Rows of `hops`. */
export const hopsOfCases = (ids: readonly CaseId[]): Sql => sql`
SELECT ${selected(hops)}
FROM hops
WHERE case_id IN ${texts(ids)}`;

/** A row as the API tells it. */
export const summaryOf = (row: CaseRowNow): CaseSummary => ({
  id: row.case_id as CaseId,
  source: sourceId(row.source),
  upstreamNo: row.upstream_no,
  type: row.type,
  urgency: row.urgency,
  channel: row.channel,
  category: row.category.filter(Boolean),
  subject: row.subject,
  state: row.state,
  grid: gridId(row.grid),
  community: row.community,
  unit: unitId(row.unit),
  receivedAt: row.received_at,
  stateAt: row.state_at,
  dueAt: row.due_at,
  lon: row.lon,
  lat: row.lat,
});

/** A case with its hops, which hold its long texts, as the API tells it. */
export function detailOf(
  row: CaseRowNow,
  hopRows: readonly HopRow[],
  deployment: Deployment,
): CaseDetail {
  const steps = hopRows.map(hops.fromRow);
  let newest: { rank: WordRank; text: CaseText } | null = null;
  for (const { fact, accepted } of steps) {
    const rank = wordRank(fact, accepted);
    if (fact.text !== null && (newest === null || compareWords(rank, newest.rank) > 0))
      newest = { rank, text: fact.text };
  }
  const text = newest?.text;
  const told = steps.map(({ fact }) => fact);
  const summary = summaryOf(row);
  const obstacles = obstaclesOf(told.map(({ event }) => event));
  const extensions = extensionObstacles(deployment, summary, told);
  const provisional = (fact: Hop) =>
    fact.dueAt === row.due_at && fact.flags.includes('due-provisional');
  return {
    ...summary,
    content: text?.content ?? '',
    address: text?.address ?? '',
    caller: text?.caller ?? '',
    phone: text?.phone ?? '',
    confidential: text?.confidential ?? false,
    reveals: [],
    dueProvisional: row.due_at !== null && told.some(provisional),
    hops: told.map(({ id, event, at, unit, actor, note, dueAt, solved }, n) => {
      const obstacle = obstacles[n] ?? extensions[n] ?? null;
      return { id, event, at, unit, actor, note, dueAt, solved, obstacle };
    }),
  };
}
