import type { Counted, CountedRow } from '../../config/contract/ground.ts';
import {
  type CaseId,
  gridId,
  type Millis,
  sourceId,
  stationId,
} from '../../config/contract/ids.ts';
import { every, int, millis, type Sql, sql, text } from '../../ingest/store/index.ts';

/** Of which time, and where: what is not named is not narrowed. */
export interface CountedOf {
  from: Millis;
  /** Exclusive; null: no end. */
  to: Millis | null;
  grid: string | null;
  unit: string | null;
  source: string | null;
}

export interface CountedRowNow extends Omit<CountedRow, 'caseId'> {
  case_id: string;
}

/** A table of records, as rows that are counted. */
interface Table {
  from: Sql;
  kind: Sql;
  title: Sql;
  /** Where the record has them. */
  place?: { grid: Sql; caseId: Sql };
  measured?: { station: Sql; factor: Sql };
  /** Only what the record first said is counted. */
  versions: boolean;
}

const HOPS: Table = {
  ...{ from: sql`hops`, kind: sql`event`, title: sql`''`, versions: false },
  place: { grid: sql`grid`, caseId: sql`case_id` },
};
const PATROLS: Table = {
  ...{ from: sql`patrols`, kind: sql`'patrol'`, title: sql`text`, versions: true },
  place: { grid: sql`grid`, caseId: sql`case_id` },
};
const placed = { grid: sql`grid`, caseId: sql`''` };
const INSPECTIONS: Table = {
  ...{ from: sql`inspections`, kind: sql`'inspection'`, title: sql`firm`, versions: true },
  place: placed,
};
const REGISTERS: Table = {
  ...{ from: sql`registers`, kind: sql`'register'`, title: sql`name`, versions: true },
  place: placed,
};
const DEAD: Table = {
  ...{ from: sql`dead_letters`, kind: sql`'dead'`, versions: true },
  title: sql`if(place = '', reason, concat(place, ' ', reason))`,
};
/** All that a port tells: the tables of counted-places.ts. */
const RECORDS: readonly Table[] = [
  ...[HOPS, PATROLS, INSPECTIONS, REGISTERS],
  {
    ...{ from: sql`readings`, kind: sql`'reading'`, versions: true },
    title: sql`concat(toString(value), ' ', unit)`,
    measured: { station: sql`station`, factor: sql`factor` },
  },
  {
    ...{ from: sql`device_events`, kind: sql`'device'`, title: sql`event`, versions: true },
    measured: { station: sql`station`, factor: sql`''` },
  },
  {
    ...{ from: sql`tracks`, kind: sql`'track'`, title: sql`patroller`, versions: true },
    place: placed,
  },
  {
    ...{ from: sql`attendance`, kind: sql`'attendance'`, title: sql`patroller`, versions: true },
    place: placed,
  },
  { from: sql`hall_events`, kind: sql`'hall'`, title: sql`item`, versions: true },
  { from: sql`alert_actions`, kind: sql`'alert-act'`, title: sql`note`, versions: true },
  { from: sql`wall_events`, kind: sql`'wall'`, title: sql`text`, versions: true },
];

const ORDER = sql`event = 'report' AND channel != 'patrol'`;
/** Which records of which tables are counted: as tallies.ts counts them. */
const WHICH: Readonly<Record<Counted, readonly (readonly [Table, Sql])[]>> = {
  orders: [[HOPS, ORDER]],
  closed: [[HOPS, sql`event = 'close'`]],
  returned: [[HOPS, sql`event = 'return'`]],
  reported: [[HOPS, sql`event = 'report'`]],
  patrols: [[PATROLS, sql`true`]],
  selfHandled: [[PATROLS, sql`self_handled`]],
  hazards: [[PATROLS, sql`hazard != ''`]],
  taken: [
    [HOPS, ORDER],
    [PATROLS, sql`true`],
  ],
  inspections: [[INSPECTIONS, sql`true`]],
  records: RECORDS.map((table) => [table, sql`true`] as const),
  rejected: [[DEAD, sql`true`]],
};

/** The rows of a table that count; null: it has no such grid or unit to be counted by. */
function rowsOf(
  table: Table,
  condition: Sql,
  { from, to, grid, unit, source }: CountedOf,
): Sql | null {
  if ((grid !== null && !table.place) || (unit !== null && table !== HOPS)) return null;
  const conditions = [
    sql`at >= ${millis(from)}`,
    ...(to === null ? [] : [sql`at < ${millis(to)}`]),
    ...(table.versions ? [sql`version = 0`] : []),
    ...(grid === null ? [] : [sql`grid = ${text(grid)}`]),
    ...(unit === null ? [] : [sql`unit = ${text(unit)}`]),
    ...(source === null ? [] : [sql`source = ${text(source)}`]),
    condition,
  ];
  const { place, measured } = table;
  return sql`SELECT id, at, source, ${place?.grid ?? sql`''`} AS grid, ${place?.caseId ?? sql`''`} AS case_id,
    ${table.kind} AS kind, ${table.title} AS title,
    ${measured?.station ?? sql`''`} AS station, ${measured?.factor ?? sql`''`} AS factor
  FROM ${table.from}
  WHERE ${every(conditions)}`;
}

/** The rows that a figure counts, the newest first; null: it cannot be counted so. */
export function countedRows(of: Counted, by: CountedOf, count: number): Sql | null {
  const parts = WHICH[of].flatMap(([table, condition]) => rowsOf(table, condition, by) ?? []);
  const [first, ...others] = parts;
  if (!first) return null;
  const newest = sql`
  SELECT * FROM (
  ${others.reduce((all, one) => sql`${all}\n  UNION ALL\n  ${one}`, first)}
  )
  ORDER BY at DESC, id DESC
  LIMIT ${int(count)}`;
  return sql`
WITH counted AS (${newest}
)
SELECT counted.id AS id, toUnixTimestamp64Milli(counted.at) AS at, counted.source AS source, counted.grid AS grid,
  counted.case_id AS case_id, kind, if(title = '', subject, title) AS title, station, factor
FROM counted
LEFT JOIN (
  SELECT case_id, subject FROM cases_now
  WHERE case_id IN (SELECT case_id FROM counted WHERE title = '')
) AS named ON named.case_id = counted.case_id
ORDER BY at DESC, id DESC`;
}

/** A row as the API tells it. */
export const countedRowOf = ({
  case_id,
  source,
  grid,
  station,
  ...row
}: CountedRowNow): CountedRow => ({
  ...row,
  source: sourceId(source),
  grid: gridId(grid),
  caseId: case_id === '' ? null : (case_id as CaseId),
  station: stationId(station),
});
