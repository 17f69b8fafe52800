import type { KpiId } from '../../config/contract/kpi.ts';
import { HOP_EVENTS, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { KpiRules } from '../../config/deployment/kpi.ts';
import { type Sql, sql, text, texts } from '../../ingest/store/index.ts';

/** What a limit may last at most to be that of a step. */
export const STEP_LONGEST = 92 * DAY;
const MOVING = HOP_EVENTS.filter((event) => STATE_AFTER[event] !== null);
const HANDED = ['dispatch', 'rework'];
/** Steps after which a contact with the caller is waited for. */
const WAITING = ['sign', 'resume'];
/** Steps that leave a case not taken up (立案): all others imply it. */
const UNTAKEN = ['verify', 'reject', 'merge', 'cancel'];
const NEVER_DUE = ['cancel', 'reject', 'merge'];

/** What is asked: whether a time is in the period, the unit (none: all), and the rules. */
export interface Asked {
  inPeriod: (time: Sql) => Sql;
  unit: string | undefined;
  rules: KpiRules;
}

/**
 * The facts of which the terms are made, one row a case.
 *
 * `steps` are in order, each (time, order, id, event, unit, limit, solved, satisfaction, tags); `moves` those
 * that lead to a state; `pairs` each of these with the next. Beyond either end of an array there is a step
 * of nothing: its event is ''.
 * @param cases rows of case_id, steps, received_at, due_at, urgency, unit
 */
export const caseFacts = (cases: Sql, { inPeriod, unit, rules }: Asked): Sql => {
  const now = sql`ifNull(${inPeriod(sql`s.1`)}, false)`;
  const ofUnit = (column: Sql) => (unit === undefined ? sql`true` : sql`${column} = ${text(unit)}`);
  const all = (event: string) => sql`arrayFilter(s -> s.4 = ${text(event)}, steps)`;
  const seen = (event: string) => sql`arrayFilter(s -> s.4 = ${text(event)} AND ${now}, its)`;
  const tagged = (words: readonly string[]) => sql`arrayFilter(s -> ${now} AND s.9 != ''
      AND hasAny(arrayMap(tag -> trim(tag), splitByRegexp('[,，;；、]', s.9)), ${texts(words)}), its)`;
  return sql`
SELECT *,
  has_it AND ifNull(${inPeriod(sql`due_at`)}, false) AND moves[-1].4 NOT IN ${texts(NEVER_DUE)}
    AND NOT ifNull(put_off, false) AS is_due,
  is_due AND closed AND closed_at <= due_at AS in_time,
  has_it AND closed AND ${inPeriod(sql`closed_at`)} AS closed_now,
  arrayFilter(s -> s.4 IN ${texts(HANDED)} AND s.1 <= closed_at, moves) AS handed,
  closed_now AND ifNull(closed_at > due_at AND due_at > begun_at, false) AS ran_over,
  arrayFilter(p -> NOT if(p.1.4 IN ${texts(WAITING)}, arrayExists(t -> t <= p.1.6, contacts),
    p.2.4 != '' AND p.2.1 <= p.1.6), limited) AS late,
  arrayFilter(p -> p.1.4 IN ${texts(HANDED)}
    AND NOT (p.2.4 NOT IN ('', 'sign') AND p.2.1 <= p.1.6), limited) AS to_sign,
  arrayFilter(p -> p.2.4 = 'sign' AND p.2.1 <= p.1.6, to_sign) AS signed,
  arrayFilter(p -> arrayExists(t -> t >= p.1.1 AND (isNull(p.2.6) OR t <= p.2.6), contacts), signed)
    AS answered,
  arrayFilter(s -> s.7 IN (0, 1), visits) AS told,
  arrayFilter(s -> s.8 != '' AND s.8 NOT IN ${texts(rules.unjudged)}, visits) AS judged,
  arrayFilter(s -> s.8 IN ${texts(rules.satisfied)}, judged) AS content,
  arrayFilter(s -> s.4 = 'rework' AND s.1 >= finishes[1].1, steps) AS sent_back,
  has_it AND notEmpty(dispatches) AND ${inPeriod(sql`dispatches[1].1`)} AS dispatched
FROM (
  SELECT *,
    moves[-1].4 = 'close' AS closed,
    arrayLastIndex(s -> s.4 != 'close', moves) + 1 AS closing,
    moves[closing].1 AS closed_at,
    arrayFilter(s -> s.1 <= due_at, moves)[-1].4 = 'suspend' AS put_off,
    arrayFilter(p -> ifNull(${inPeriod(sql`p.1.6`)}, false) AND ${ofUnit(sql`p.1.5`)},
      arrayZip(moves, arrayResize(arrayPopFront(moves), length(moves)))) AS limited,
    arrayFilter(s -> ${now} AND ${ofUnit(sql`s.5`)}, ${all('rework')}) AS reworks,
    arrayMap(s -> s.1, ${all('contact')}) AS contacts,
    ${all('dispatch')} AS dispatches,
    ${seen('visit')} AS visits,
    ${seen('finish')} AS finishes,
    ${seen('report')} AS reports,
    ${seen('reject')} AS rejections,
    ${tagged(rules.unreasonable)} AS unreasonable,
    ${tagged(rules.appealed)} AS appealed
  FROM (
    SELECT case_id, due_at, urgency, steps,
      arrayFilter(s -> s.4 IN ${texts(MOVING)}, steps) AS moves,
      arrayFilter(s -> s.4 = 'reopen', steps)[-1].1 AS reopened_at,
      if(reopened_at < due_at, greatest(received_at, reopened_at), received_at) AS begun_at,
      ${ofUnit(sql`unit`)} AS has_it,
      if(has_it, steps, arrayResize(steps, 0)) AS its
    FROM (${cases})
  )
)`;
};

/** What a case adds to a KPI, and the steps that were looked at; one of nothing is none. */
export interface Terms {
  numerator: Sql;
  denominator: Sql;
  looked: Sql;
  /** Whether the deadline of the case was looked at. */
  due?: true;
}

const none = sql`0`;
const standing = sql`[moves[if(closed, closing, -1)]]`;
/** Steps and what followed each. */
const followed = (pairs: Sql): Sql =>
  sql`arrayDistinct(arrayFlatten(arrayMap(p -> [p.1, p.2], ${pairs})))`;
const solvedAt = (times: Sql): Terms => ({
  numerator: sql`closed_now AND length(handed) ${times}`,
  denominator: sql`closed_now`,
  looked: sql`arrayPushBack(handed, moves[closing])`,
});

/** The KPI that are counted of cases by their steps, in terms of the facts of one case. */
export const CASE_TERMS = {
  closedInTime: {
    numerator: sql`in_time`,
    denominator: sql`is_due`,
    looked: standing,
    due: true,
  },
  closed: {
    numerator: sql`is_due AND closed`,
    denominator: sql`is_due`,
    looked: standing,
    due: true,
  },
  urgentInTime: {
    numerator: sql`in_time AND urgency != 'normal'`,
    denominator: sql`is_due AND urgency != 'normal'`,
    looked: standing,
    due: true,
  },
  overdue: {
    numerator: sql`is_due AND NOT in_time`,
    denominator: none,
    looked: standing,
    due: true,
  },
  overtime: { numerator: sql`length(late)`, denominator: none, looked: followed(sql`late`) },
  overrun: {
    numerator: sql`if(ran_over, (toUnixTimestamp64Milli(closed_at) - toUnixTimestamp64Milli(due_at))
      / (toUnixTimestamp64Milli(due_at) - toUnixTimestamp64Milli(begun_at)), 0)`,
    denominator: sql`ran_over`,
    looked: standing,
    due: true,
  },
  signedInTime: {
    numerator: sql`length(signed)`,
    denominator: sql`length(to_sign)`,
    looked: followed(sql`to_sign`),
  },
  responded: {
    numerator: sql`length(answered)`,
    denominator: sql`length(to_sign)`,
    looked: sql`arrayConcat(${followed(sql`to_sign`)}, arrayFilter(s -> s.4 = 'contact', steps))`,
  },
  solved: {
    numerator: sql`arrayCount(s -> s.7 = 1, told)`,
    denominator: sql`length(told)`,
    looked: sql`told`,
  },
  satisfied: {
    numerator: sql`length(content)`,
    denominator: sql`length(judged)`,
    looked: sql`judged`,
  },
  firstTime: solvedAt(sql`<= 1`),
  secondTime: solvedAt(sql`= 2`),
  thirdTime: solvedAt(sql`= 3`),
  reworked: {
    numerator: sql`notEmpty(finishes) AND notEmpty(sent_back)`,
    denominator: sql`notEmpty(finishes)`,
    looked: sql`arrayPushFront(sent_back, finishes[1])`,
  },
  reworks: { numerator: sql`length(reworks)`, denominator: none, looked: sql`reworks` },
  dispatchedRight: {
    numerator: sql`dispatched AND dispatches[1].5 = dispatches[-1].5`,
    denominator: sql`dispatched`,
    looked: sql`dispatches`,
  },
  validReports: {
    numerator: sql`notEmpty(reports) AND arrayExists(s -> s.4 NOT IN ${texts(UNTAKEN)}, moves)
      AND moves[-1].4 != 'cancel'`,
    denominator: sql`notEmpty(reports)`,
    looked: sql`arrayPushBack(reports, moves[-1])`,
  },
  rejected: { numerator: sql`length(rejections)`, denominator: none, looked: sql`rejections` },
  unreasonable: {
    numerator: sql`notEmpty(unreasonable)`,
    denominator: none,
    looked: sql`unreasonable`,
  },
  appealed: { numerator: sql`notEmpty(appealed)`, denominator: none, looked: sql`appealed` },
} as const satisfies Partial<Record<KpiId, Terms>>;

export type CaseKpi = keyof typeof CASE_TERMS;
export const CASE_KPIS = Object.keys(CASE_TERMS) as CaseKpi[];
