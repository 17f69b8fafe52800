import type { Millis } from '../../config/contract/ids.ts';
import { EARLIEST } from '../../config/contract/told-time.ts';
import { int, millis, type Sql, sql, text, texts } from '../../ingest/store/index.ts';

/** The first day with any record that a set clock dated, `yyyy-MM-dd`; no row where there is none. */
export const firstDay = (): Sql => sql`
SELECT toString(min(day)) AS first
FROM rollup_day
WHERE day >= toDate(${millis(EARLIEST)})
HAVING count() > 0`;

/** Orders and patrol reports together by local hour, seconds, in [from, to). */
export const takenByHour = (from: Millis, to: Millis, zone: string): Sql => sql`
SELECT toUnixTimestamp(toStartOfHour(at, ${text(zone)})) AS hour, count() AS taken
FROM (
  SELECT at FROM hops
  WHERE at >= ${millis(from)} AND at < ${millis(to)} AND event = 'report' AND channel != 'patrol'
  UNION ALL
  SELECT at FROM patrols
  WHERE at >= ${millis(from)} AND at < ${millis(to)} AND version = 0
)
GROUP BY hour`;

export interface StepCount {
  /** Start of the local day, seconds. */
  day: number;
  /** Steps since the day's start. */
  step: number;
  orders: number;
  patrols: number;
  self_handled: number;
  closed: number;
}

/**
 * Counts of single local days within [from, to), by steps since their start.
 * @param days local dates, yyyy-MM-dd
 * @param step milliseconds
 */
export const takenByStep = (
  from: Millis,
  to: Millis,
  days: readonly string[],
  step: Millis,
  zone: string,
): Sql => sql`
SELECT
  toUnixTimestamp(toStartOfDay(at, ${text(zone)})) AS day,
  intDiv(toUnixTimestamp64Milli(at) - 1000 * toInt64(day), ${int(step)}) AS step,
  countIf(what = 'order') AS orders,
  countIf(what IN ('patrol', 'patrol-self')) AS patrols,
  countIf(what = 'patrol-self') AS self_handled,
  countIf(what = 'close') AS closed
FROM (
  SELECT at, if(event = 'close', 'close', 'order') AS what
  FROM hops
  WHERE at >= ${millis(from)} AND at < ${millis(to)}
    AND (event = 'close' OR event = 'report' AND channel != 'patrol')
  UNION ALL
  SELECT at, if(self_handled, 'patrol-self', 'patrol') AS what
  FROM patrols
  WHERE at >= ${millis(from)} AND at < ${millis(to)} AND version = 0
)
WHERE toString(toDate(at, ${text(zone)})) IN ${texts(days)}
GROUP BY day, step`;
