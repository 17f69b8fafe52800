import { type Sql, sql } from '../../ingest/store/index.ts';

export interface Total {
  event: string;
  n: number;
}

/** Raw rows by event. */
export const rawTotals = (): Sql => sql`
SELECT event, count() AS n FROM hops GROUP BY event
UNION ALL
SELECT if(self_handled, 'patrol-self', 'patrol') AS event, count() AS n FROM patrols
WHERE version = 0 GROUP BY event`;

/** What the hourly rollup counts by event. */
export const hourlyTotals = (): Sql => sql`
SELECT event, sum(n) AS n FROM rollup_hour GROUP BY event`;

/** What the daily rollup counts by event. */
export const dailyTotals = (): Sql => sql`
SELECT event, sum(n) AS n FROM rollup_day GROUP BY event`;
