import type { Millis, Seq } from '../../config/contract/ids.ts';
import { int, millis, type Sql, sql, text } from '../../ingest/store/index.ts';

/** What both queries give: one row a local hour. */
export interface HourCount {
  /** Start of the hour, seconds. */
  hour: number;
  orders: number;
  closed: number;
  patrols: number;
  self_handled: number;
}

/** Orders and closings by local hour since a time, up to a journal position. */
export const hopsByHour = (from: Millis, upTo: Seq, zone: string): Sql => sql`
SELECT
  toUnixTimestamp(toStartOfHour(at, ${text(zone)})) AS hour,
  countIf(event = 'report' AND channel != 'patrol') AS orders,
  countIf(event = 'close') AS closed,
  0 AS patrols,
  0 AS self_handled
FROM hops
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND event IN ('report', 'close')
GROUP BY hour`;

/** Patrol reports by local hour since a time, up to a journal position. */
export const patrolsByHour = (from: Millis, upTo: Seq, zone: string): Sql => sql`
SELECT
  toUnixTimestamp(toStartOfHour(at, ${text(zone)})) AS hour,
  0 AS orders,
  0 AS closed,
  count() AS patrols,
  countIf(self_handled) AS self_handled
FROM patrols
WHERE at >= ${millis(from)} AND seq <= ${int(upTo)} AND version = 0
GROUP BY hour`;
