import type { Millis, Seq } from '../../config/contract/ids.ts';
import { int, millis, type Sql, sql, text } from '../../ingest/store/index.ts';

/** One row a local day, source, grid and unit. */
export interface PlaceCount {
  /** Start of the local day, seconds. */
  day: number;
  source: string;
  grid: string;
  unit: string;
  records: number;
  /** Orders, or patrol reports. */
  taken: number;
  /** Cases reported there, orders and passed-on reports. */
  reported: number;
  patrols: number;
  returned: number;
}

/** Hops by local day, source, grid and unit since a time, up to a journal position. */
export const hopsByPlace = (from: Millis, upTo: Seq, zone: string): Sql => sql`
SELECT
  toUnixTimestamp(toStartOfDay(at, ${text(zone)})) AS day, source, grid, unit,
  count() AS records,
  countIf(event = 'report' AND channel != 'patrol') AS taken,
  countIf(event = 'report') AS reported,
  0 AS patrols,
  countIf(event = 'return') AS returned
FROM hops
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)}
GROUP BY day, source, grid, unit`;

/** Patrol reports by local day, source and grid since a time, up to a journal position. */
export const patrolsByPlace = (from: Millis, upTo: Seq, zone: string): Sql => sql`
SELECT
  toUnixTimestamp(toStartOfDay(at, ${text(zone)})) AS day, source, grid, '' AS unit,
  count() AS records,
  count() AS taken,
  0 AS reported,
  count() AS patrols,
  0 AS returned
FROM patrols
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND version = 0
GROUP BY day, source, grid`;

/** Tables of the records that are counted by source alone. */
const OTHERS = [
  sql`readings`,
  sql`tracks`,
  sql`attendance`,
  sql`inspections`,
  sql`device_events`,
  sql`registers`,
  sql`hall_events`,
  sql`alert_actions`,
  sql`wall_events`,
];

/** All other records but alerts by local day and source since a time, up to a journal position. */
export const recordsBySource = (from: Millis, upTo: Seq, zone: string): Sql => {
  const known = sql`at >= ${millis(from)} AND seq <= ${int(upTo)} AND version = 0`;
  const records = OTHERS.map((table) => sql`SELECT at, source FROM ${table} WHERE ${known}`);
  return sql`
SELECT
  toUnixTimestamp(toStartOfDay(at, ${text(zone)})) AS day, source, '' AS grid, '' AS unit,
  count() AS records,
  0 AS taken,
  0 AS reported,
  0 AS patrols,
  0 AS returned
FROM (
  ${records.reduce((all, one) => sql`${all}\n  UNION ALL\n  ${one}`)}
)
GROUP BY day, source`;
};
