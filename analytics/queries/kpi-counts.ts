import { EARLIEST } from '../../config/contract/told-time.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { KpiRules } from '../../config/deployment/kpi.ts';
import { every, int, millis, type Sql, sql, text } from '../../ingest/store/index.ts';
import {
  casesOfFilter,
  DOUBTED,
  type KpiFilter,
  only,
  type Page,
  RANKED,
  within,
} from './kpi-cases.ts';

/**
 * Orders that came in the period, one row each, and the earlier case that it repeats ('' for none): the
 * newest before it of the same caller or else the same place, and the same category, within the window of
 * the rules. Reads the reports of the period and that window before, and after them clocks in doubt.
 */
const orders = (filter: KpiFilter, { repeatDays }: KpiRules): Sql => {
  const since = { from: Math.max(0, filter.from - repeatDays * DAY), to: filter.to };
  const window = sql`toIntervalDay(${int(repeatDays)})`;
  const before = (by: Sql) => sql`lagInFrame((case_id, at), 1) OVER (
        PARTITION BY if(${by} = '' OR cat1 = '', case_id, ${by}), cat1, cat2, cat3, cat4
        ORDER BY at, case_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`;
  const reports = (when: Sql) => sql`
        SELECT id, case_id, ${RANKED} AS ranked, hop_order, phone_hash, address, cat1, cat2, cat3, cat4
        FROM hops WHERE ${when} AND event = 'report' AND channel != 'patrol'`;
  return sql`
SELECT case_id, grid, at, if(caller.2 + ${window} >= at, caller, if(place.2 + ${window} >= at, place, ('', at)))
  AS earlier
FROM (
  SELECT case_id, at, ${before(sql`phone_hash`)} AS caller, ${before(sql`address`)} AS place
  FROM (
    SELECT case_id, first.1 AS at, first.4 AS phone_hash, first.5 AS address,
      first.6 AS cat1, first.7 AS cat2, first.8 AS cat3, first.9 AS cat4
    FROM (
      SELECT case_id, min((ranked, hop_order, id, phone_hash, address, cat1, cat2, cat3, cat4)) AS first
      FROM (${reports(within(since, sql`at`))}
        UNION ALL ${reports(sql`(at < ${millis(EARLIEST)} OR at >= ${millis(since.to)}) AND ${DOUBTED}`)}
      )
      WHERE ${within(since, sql`ranked`)}
      GROUP BY case_id
    )
  )
) AS told
INNER JOIN (${casesOfFilter(
    sql`SELECT case_id FROM hops WHERE ${within(filter, sql`at`)} AND event = 'report'
    UNION ALL SELECT case_id FROM hops WHERE ${DOUBTED} AND ${within(filter, sql`accepted`)}`,
    filter,
  )}) AS now USING (case_id)
WHERE ${within(filter, sql`at`)}`;
};

/** Orders of the period by grid, and how many of them repeat an earlier one. */
export const ordersOf = (filter: KpiFilter, rules: KpiRules): Sql => sql`
SELECT grid, count() AS orders, countIf(earlier.1 != '') AS repeated
FROM (${orders(filter, rules)})
GROUP BY grid`;

const reportsOf = (filter: KpiFilter): Sql => sql`FROM patrols
WHERE ${every([
  within(filter, sql`at`),
  sql`version = 0`,
  ...only(sql`grid`, filter.grid),
  ...only(sql`community`, filter.community),
  ...only(sql`source`, filter.source),
])}`;

/** Patrol reports of the period by grid, those handled on the spot, and the time of the last. */
export const patrolsOf = (filter: KpiFilter): Sql => sql`
SELECT grid, uniqExact(id) AS reports, uniqExactIf(id, self_handled) AS self_handled,
  toUnixTimestamp64Milli(max(at)) AS last
${reportsOf(filter)}
GROUP BY grid`;

/** Residents by grid, of the newest record of the register that is valid on a day. */
export const residentsByGrid = (day: string, { residents }: KpiRules): Sql => sql`
SELECT grid, sum(people) AS residents
FROM (
  SELECT grid, toUInt64OrNull(values[${text(residents)}]) AS people
  FROM registers
  WHERE register = 'people' AND valid_from <= ${text(day)} AND (valid_to = '' OR valid_to > ${text(day)})
  ORDER BY valid_from DESC, at DESC, version DESC
  LIMIT 1 BY key
)
WHERE people IS NOT NULL
GROUP BY grid`;

const paged = (rows: Sql, { after, limit }: Page): Sql => sql`
SELECT * FROM (${rows})
WHERE id > ${text(after)}
ORDER BY id
LIMIT ${int(limit)}`;

/** An order as a row of a list: it adds to the denominator, and to the numerator where it repeats another. */
const orderRows = (filter: KpiFilter, rules: KpiRules): Sql => sql`
SELECT case_id AS id, toFloat64(earlier.1 != '') AS numerator, toFloat64(1) AS denominator,
  arrayConcat(
    [('report', toUnixTimestamp64Milli(at), CAST(NULL, 'Nullable(Int64)'), '')],
    if(earlier.1 = '', [], [('repeats', toUnixTimestamp64Milli(earlier.2), NULL, earlier.1)])) AS why,
  NULL AS due
FROM (${orders(filter, rules)})`;

const reportRows = (numerator: Sql, filter: KpiFilter): Sql => sql`
SELECT id, toFloat64(any(${numerator})) AS numerator, toFloat64(1) AS denominator,
  [('patrol', toUnixTimestamp64Milli(any(at)), CAST(NULL, 'Nullable(Int64)'), toString(any(grid)))] AS why,
  NULL AS due
${reportsOf(filter)}
GROUP BY id`;

/** The orders behind 重复诉求率, by id. */
export const repeatedOrders = (filter: KpiFilter, rules: KpiRules, page: Page): Sql =>
  paged(orderRows(filter, rules), page);

/** The patrol reports behind 自处置率, by id. */
export const selfHandledReports = (filter: KpiFilter, page: Page): Sql =>
  paged(reportRows(sql`self_handled`, filter), page);

/** The patrol reports and the orders behind 主动发现率, by id. */
export const foundReports = (filter: KpiFilter, rules: KpiRules, page: Page): Sql =>
  paged(
    sql`${reportRows(sql`true`, filter)}
UNION ALL
SELECT id, toFloat64(0) AS numerator, denominator, arraySlice(why, 1, 1) AS why, due
FROM (${orderRows(filter, rules)})`,
    page,
  );
