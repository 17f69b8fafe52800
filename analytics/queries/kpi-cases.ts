import type { Millis } from '../../config/contract/ids.ts';
import type { KpiId } from '../../config/contract/kpi.ts';
import { AHEAD, CLOCK_FLAGS, EARLIEST } from '../../config/contract/told-time.ts';
import { HOP_EVENTS, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import { int, millis, type Sql, sql, text, texts } from '../../ingest/store/index.ts';

/** Which cases a KPI is of. What is not named is not asked. */
export interface KpiFilter {
  /** Of the period: begin, and end, which is exclusive and not later than now. */
  from: Millis;
  to: Millis;
  unit?: string | undefined;
  grid?: string | undefined;
  community?: string | undefined;
  source?: string | undefined;
  /** Widest level. */
  category?: string | undefined;
  urgency?: string | undefined;
}

/** A deadline is found where it was told at most so long before the period. */
const TOLD_BEFORE: Millis = 400 * DAY;
const MOVING = HOP_EVENTS.filter((event) => STATE_AFTER[event] !== null);
const HANDED = ['dispatch', 'rework'];
/** Steps with which a case is taken up: 立案, or one that implies it. */
const TAKEN_UP = [
  'file',
  'dispatch',
  'sign',
  'return',
  'suspend',
  'resume',
  'finish',
  'rework',
  'check',
  'close',
  'reopen',
];
const NEVER_DUE = ['cancel', 'reject', 'merge'];
/** 满意与基本满意 (domain §1.5), as upstream systems write them. */
export const CONTENT = ['非常满意', '满意', '基本满意'];

const matches = (column: Sql, value: string | undefined): Sql =>
  value === undefined ? sql`` : sql` AND ${column} = ${text(value)}`;

/** The condition of a filter on what is known of a case now. */
const ofFilter = ({ unit, grid, community, source, category, urgency }: KpiFilter): Sql => sql`1
    ${matches(sql`unit`, unit)}${matches(sql`grid`, grid)}${matches(sql`community`, community)}
    ${matches(sql`source`, source)}${matches(sql`cat1`, category)}${matches(sql`urgency`, urgency)}`;

/** Cases of a filter, of those that a question names. */
export const casesOfFilter = (named: Sql, filter: KpiFilter): Sql => sql`
SELECT case_id, received_at, due_at, urgency
FROM cases_now
WHERE case_id IN (${named}) AND ${ofFilter(filter)}`;

/** Terms of the numerator and denominator by KPI; `T` is in the period, steps are (t, order, id, event, unit, due, solved, satisfaction). */
const TERMS = {
  closedInTime: [sql`is_due AND closed AND closed_at <= due_at`, sql`is_due`],
  closed: [sql`is_due AND closed`, sql`is_due`],
  urgentInTime: [
    sql`is_due AND urgency != 'normal' AND closed AND closed_at <= due_at`,
    sql`is_due AND urgency != 'normal'`,
  ],
  overdue: [sql`is_due AND NOT (closed AND closed_at <= due_at)`, sql`0`],
  overtime: [
    sql`arrayCount(i -> in_period(moves[i].6) AND NOT if(moves[i].4 IN ('sign', 'resume'),
      arrayExists(s -> s.4 = 'contact' AND s.1 <= moves[i].6, steps),
      moves[i + 1].4 != '' AND moves[i + 1].1 <= moves[i].6), at)`,
    sql`0`,
  ],
  overrun: [
    sql`if(ran_over, (toUnixTimestamp64Milli(closed_at) - toUnixTimestamp64Milli(due_at))
      / (toUnixTimestamp64Milli(due_at) - toUnixTimestamp64Milli(received_at)), 0)`,
    sql`ran_over`,
  ],
  signedInTime: [sql`arrayCount(i -> signed_at(i), to_sign)`, sql`length(to_sign)`],
  responded: [
    sql`arrayCount(i -> signed_at(i) AND arrayExists(s -> s.4 = 'contact' AND s.1 >= moves[i].1
      AND (isNull(moves[i + 1].6) OR s.1 <= moves[i + 1].6), steps), to_sign)`,
    sql`length(to_sign)`,
  ],
  solved: [
    sql`arrayCount(s -> s.4 = 'visit' AND in_period(s.1) AND s.7 = 1, steps)`,
    sql`arrayCount(s -> s.4 = 'visit' AND in_period(s.1) AND s.7 IN (0, 1), steps)`,
  ],
  satisfied: [
    sql`arrayCount(s -> s.4 = 'visit' AND in_period(s.1) AND s.8 IN ${texts(CONTENT)}, steps)`,
    sql`arrayCount(s -> s.4 = 'visit' AND in_period(s.1) AND s.8 != '', steps)`,
  ],
  firstTime: [sql`closed_now AND handed <= 1`, sql`closed_now`],
  secondTime: [sql`closed_now AND handed = 2`, sql`closed_now`],
  thirdTime: [sql`closed_now AND handed = 3`, sql`closed_now`],
  reworked: [
    sql`length(finished) > 0 AND arrayExists(s -> s.4 = 'rework' AND in_period(s.1) AND s.1 >= finished[1].1, steps)`,
    sql`length(finished) > 0`,
  ],
  reworks: [sql`arrayCount(s -> s.4 = 'rework' AND in_period(s.1), steps)`, sql`0`],
  dispatchedRight: [
    sql`first_dispatched AND dispatches[1].5 = dispatches[-1].5`,
    sql`first_dispatched`,
  ],
  validReports: [
    sql`reported AND arrayExists(s -> s.4 IN ${texts(TAKEN_UP)}, moves) AND moves[-1].4 != 'cancel'`,
    sql`reported`,
  ],
  rejected: [sql`arrayCount(s -> s.4 = 'reject' AND in_period(s.1), steps)`, sql`0`],
} as const satisfies Partial<Record<KpiId, readonly [numerator: Sql, denominator: Sql]>>;

/** The KPI that are counted of cases by their hops. */
export type CaseKpi = keyof typeof TERMS;
export const CASE_KPIS = Object.keys(TERMS) as CaseKpi[];

/** A told time as hops are ranked by it (`rankedTime`). */
const RANKED = sql`if(
      hasAny(flags, ${texts(CLOCK_FLAGS)}) AND (
        at < ${millis(EARLIEST)} OR at > accepted + toIntervalMillisecond(${int(AHEAD)})),
      accepted, at)`;
const STEP_DUE = sql`parseDateTime64BestEffortOrNull(details['stepDue'], 3, 'UTC')`;

/** Cases with a hop or a deadline in the period. */
const touched = ({ from, to }: KpiFilter, now: Millis): Sql => sql`
    SELECT DISTINCT case_id FROM hops
    WHERE at >= ${millis(Math.max(0, from - TOLD_BEFORE))} AND at < ${millis(now + AHEAD)}
      AND (at >= ${millis(from)} AND at < ${millis(to)}
        OR due_at >= ${millis(from)} AND due_at < ${millis(to)}
        OR ${STEP_DUE} >= ${millis(from)} AND ${STEP_DUE} < ${millis(to)})`;

/** Each touched case of a filter with its steps in order, and the named facts of which the terms are made. */
const folded = (filter: KpiFilter, columns: Sql, now: Millis): Sql => sql`
WITH
  t -> ifNull(t >= ${millis(filter.from)} AND t < ${millis(filter.to)}, false) AS in_period,
  arrayFilter(s -> s.4 IN ${texts(MOVING)}, steps) AS moves,
  arrayEnumerate(moves) AS at,
  moves[-1].4 = 'close' AS closed,
  moves[arrayLastIndex(s -> s.4 != 'close', moves) + 1].1 AS closed_at,
  arrayFilter(s -> s.1 <= due_at, moves)[-1].4 = 'suspend' AS deferred,
  in_period(due_at) AND moves[-1].4 NOT IN ${texts(NEVER_DUE)} AND NOT ifNull(deferred, false) AS is_due,
  closed AND in_period(closed_at) AS closed_now,
  arrayCount(s -> s.4 IN ${texts(HANDED)} AND s.1 <= closed_at, moves) AS handed,
  closed_now AND ifNull(closed_at > due_at AND due_at > received_at, false) AS ran_over,
  i -> moves[i + 1].4 = 'sign' AND moves[i + 1].1 <= moves[i].6 AS signed_at,
  arrayFilter(i -> moves[i].4 IN ${texts(HANDED)} AND in_period(moves[i].6)
    AND NOT (moves[i + 1].4 NOT IN ('', 'sign') AND moves[i + 1].1 <= moves[i].6), at) AS to_sign,
  arrayFilter(s -> s.4 = 'finish' AND in_period(s.1), steps) AS finished,
  arrayFilter(s -> s.4 = 'dispatch', moves) AS dispatches,
  length(dispatches) > 0 AND in_period(dispatches[1].1) AS first_dispatched,
  arrayExists(s -> s.4 = 'report' AND in_period(s.1), steps) AS reported
SELECT ${columns}
FROM (
  SELECT case_id, arraySort(s -> (s.1, s.2, s.3), groupArray(
    (${RANKED}, hop_order, id, event, unit, ${STEP_DUE}, solved, details['satisfaction']))) AS steps
  FROM hops
  WHERE at >= ${millis(Math.max(0, filter.from - TOLD_BEFORE))} AND at < ${millis(now + AHEAD)}
    AND case_id IN (${touched(filter, now)})
  GROUP BY case_id
) AS folded
INNER JOIN (${casesOfFilter(touched(filter, now), filter)}) AS now USING (case_id)`;

const term = (id: CaseKpi, part: 0 | 1): Sql => sql`toFloat64(ifNull(${TERMS[id][part]}, 0))`;

/**
 * Numerator and denominator of every KPI of cases: one row, an array each, in the order of `CASE_KPIS`.
 * Reads the hops of 400 days before the period and up to now, once for the cases and once for their steps.
 */
export const caseKpis = (filter: KpiFilter, now: Millis): Sql =>
  folded(
    filter,
    sql`sumForEach([${list(CASE_KPIS.map((id) => term(id, 0)))}]) AS numerators,
  sumForEach([${list(CASE_KPIS.map((id) => term(id, 1)))}]) AS denominators`,
    now,
  );

/** The cases behind a KPI, by id: what each adds to numerator and denominator. */
export const casesOfKpi = (id: CaseKpi, filter: KpiFilter, now: Millis, limit: number): Sql => sql`
SELECT * FROM (${folded(filter, sql`case_id, ${term(id, 0)} AS numerator, ${term(id, 1)} AS denominator`, now)})
WHERE numerator > 0 OR denominator > 0
ORDER BY case_id
LIMIT ${int(limit)}`;

const list = (parts: readonly Sql[]): Sql =>
  parts.reduce(
    (all, part) => sql`${all},
    ${part}`,
  );
