import type { Millis } from '../../config/contract/ids.ts';
import { DAY } from '../../config/contract/zone.ts';
import { millis, type Sql, sql, text } from '../../ingest/store/index.ts';
import { casesOfFilter, type KpiFilter } from './kpi-cases.ts';

/** Orders are repeated within so long (domain §1.5). */
const REPEAT: Millis = 90 * DAY;

const only = (column: Sql, value: string | undefined): Sql =>
  value === undefined ? sql`` : sql` AND ${column} = ${text(value)}`;

/**
 * Orders that came in the period, and those of them that repeat an earlier one within 90 days: the same
 * caller or the same address, and the same category. One row.
 */
export const ordersOf = (filter: KpiFilter): Sql => sql`
SELECT count() AS orders, countIf(repeated) AS repeated
FROM (
  SELECT case_id, at,
    least(
      at - lagInFrame(at, 1, toDateTime64(0, 3, 'UTC')) OVER (
        PARTITION BY if(phone_hash = '', id, phone_hash), cat1, cat2, cat3, cat4
        ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
      at - lagInFrame(at, 1, toDateTime64(0, 3, 'UTC')) OVER (
        PARTITION BY if(address = '', id, address), cat1, cat2, cat3, cat4
        ORDER BY at, id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ) <= ${sql`toDecimal64(7776000, 3)`} AS repeated
  FROM hops
  WHERE at >= ${millis(Math.max(0, filter.from - REPEAT))} AND at < ${millis(filter.to)}
    AND event = 'report' AND channel != 'patrol'
)
WHERE at >= ${millis(filter.from)} AND case_id IN (
  SELECT case_id FROM (${casesOfFilter(
    sql`SELECT case_id FROM hops WHERE at >= ${millis(filter.from)} AND at < ${millis(filter.to)} AND event = 'report'`,
    filter,
  )}))`;

/** Patrol reports of the period, those handled on the spot, and the grids they came from. One row. */
export const patrolsOf = ({ from, to, grid, community, source }: KpiFilter): Sql => sql`
SELECT count() AS patrols, countIf(self_handled) AS self_handled, groupUniqArray(toString(grid)) AS grids
FROM patrols
WHERE at >= ${millis(from)} AND at < ${millis(to)} AND version = 0
  ${only(sql`grid`, grid)}${only(sql`community`, community)}${only(sql`source`, source)}`;

/** Residents by grid, of the newest record of the register that is valid on a day. */
export const residentsByGrid = (day: string): Sql => sql`
SELECT grid, toUInt64OrZero(values['常住人口']) AS residents
FROM registers
WHERE register = 'people' AND valid_from <= ${text(day)} AND (valid_to = '' OR valid_to > ${text(day)})
  AND values['常住人口'] != ''
ORDER BY valid_from DESC, at DESC, version DESC
LIMIT 1 BY key`;
