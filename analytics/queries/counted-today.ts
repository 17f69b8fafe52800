import type { Counted } from '../../config/contract/ground.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { int, millis, type Sql, sql } from '../../ingest/store/index.ts';

export interface CountedRowNow {
  id: string;
  at: number;
  source: string;
  grid: string;
  case_id: string;
  title: string;
}

/** What the counter of hops counts (counted-hours.ts), row by row. */
const hopsCounted = (condition: Sql, from: Millis, count: number): Sql => sql`
SELECT hops.id AS id, toUnixTimestamp64Milli(hops.at) AS at, hops.source AS source,
  hops.grid AS grid, hops.case_id AS case_id, cases_now.subject AS title
FROM (
  SELECT id, at, source, grid, case_id FROM hops
  WHERE at >= ${millis(from)} AND ${condition}
  ORDER BY at DESC, id DESC
  LIMIT ${int(count)}
) AS hops
LEFT JOIN cases_now ON cases_now.case_id = hops.case_id
ORDER BY at DESC, id DESC`;

const patrolsCounted = (condition: Sql, from: Millis, count: number): Sql => sql`
SELECT id, toUnixTimestamp64Milli(patrols.at) AS at, source, grid, case_id, text AS title
FROM patrols
WHERE patrols.at >= ${millis(from)} AND version = 0 AND ${condition}
ORDER BY at DESC, id DESC
LIMIT ${int(count)}`;

/** The rows that a counter of today counts, newest first. @param from start of the local day */
export function countedToday(of: Counted, from: Millis, count: number): Sql {
  switch (of) {
    case 'orders':
      return hopsCounted(sql`event = 'report' AND channel != 'patrol'`, from, count);
    case 'closed':
      return hopsCounted(sql`event = 'close'`, from, count);
    case 'patrols':
      return patrolsCounted(sql`true`, from, count);
    case 'selfHandled':
      return patrolsCounted(sql`self_handled`, from, count);
  }
}
