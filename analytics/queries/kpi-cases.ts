import type { Millis } from '../../config/contract/ids.ts';
import { AHEAD, CLOCK_FLAGS, EARLIEST } from '../../config/contract/told-time.ts';
import { DAY } from '../../config/contract/zone.ts';
import type { KpiRules } from '../../config/deployment/kpi.ts';
import { every, int, millis, type Sql, sql, text, texts } from '../../ingest/store/index.ts';
import { HANDS_OVER } from '../state/case-fold.ts';
import {
  CASE_KPIS,
  CASE_TERMS,
  type CaseKpi,
  caseFacts,
  STEP_LONGEST,
  type Terms,
} from './kpi-terms.ts';

/** Which cases a KPI is of. What is not named is not asked. */
export interface KpiFilter {
  /** Of the period: begin, and end, which is exclusive and not later than now. */
  from: Millis;
  to: Millis;
  unit?: string | undefined;
  grid?: string | undefined;
  community?: string | undefined;
  source?: string | undefined;
  /** Levels, widest first. */
  category?: readonly string[] | undefined;
  urgency?: string | undefined;
}

/** Cases by their ids, after one and up to another; null: to the last. */
export interface Part {
  after: string;
  upTo: string | null;
}

/** A page of a list: what comes after an id ('': from the first), so many at most. */
export interface Page {
  after: string;
  limit: number;
}

/** Of a case so much is looked at before the period: its deadline may have been told then. */
const LOOKED_BACK: Millis = 400 * DAY;

/** Whether a time is in the period. */
export const within = ({ from, to }: KpiFilter, time: Sql): Sql =>
  sql`${time} >= ${millis(from)} AND ${time} < ${millis(to)}`;

export const only = (column: Sql, value: string | undefined): Sql[] =>
  value === undefined ? [] : [sql`${column} = ${text(value)}`];

const LEVELS = [sql`cat1`, sql`cat2`, sql`cat3`, sql`cat4`];

/** The condition of a filter on what is known of a case, whichever unit has it. */
const ofAnyUnit = ({ grid, community, source, category = [], urgency }: KpiFilter): Sql[] => [
  ...only(sql`grid`, grid),
  ...only(sql`community`, community),
  ...only(sql`source`, source),
  ...only(sql`urgency`, urgency),
  ...LEVELS.flatMap((level, n) => only(level, category[n])),
];

/** Cases of a filter, of those that a question names, with the grid of each. */
export const casesOfFilter = (named: Sql, filter: KpiFilter): Sql => sql`
SELECT case_id, grid
FROM cases_now
WHERE ${every([sql`case_id IN (${named})`, ...only(sql`unit`, filter.unit), ...ofAnyUnit(filter)])}`;

/** Whether a hop tells a time that is not to be trusted; it then counts as of its acceptance (`rankedTime`). */
export const DOUBTED = sql`hasAny(flags, ${texts(CLOCK_FLAGS)})`;
const ranked = (time: Sql): Sql => sql`if(${DOUBTED} AND (
      ${time} < ${millis(EARLIEST)} OR ${time} > accepted + toIntervalMillisecond(${int(AHEAD)})),
      accepted, ${time})`;
export const RANKED = ranked(sql`at`);
const STEP_DUE = sql`parseDateTime64BestEffortOrNull(details['stepDue'], 3, 'UTC')`;
/** Until when a step is in time; NULL: no limit, or none of a step. */
const LIMIT = sql`if(step_due >= ranked_at AND step_due <= ranked_at + toIntervalMillisecond(${int(STEP_LONGEST)}),
        step_due, NULL)`;

/** Hops that can matter: the table is ordered by time, and clocks in doubt tell the far past or future. */
const lookedAt = ({ from }: KpiFilter): Sql =>
  sql`(at >= ${millis(Math.max(0, from - LOOKED_BACK))} OR at < ${millis(EARLIEST)})`;

const ofPart = ({ after, upTo }: Part): Sql =>
  every([
    ...(after === '' ? [] : [sql`case_id > ${text(after)}`]),
    ...(upTo === null ? [] : [sql`case_id <= ${text(upTo)}`]),
  ]);

/**
 * Cases with a hop, a deadline or a step's limit in the period, each at least once. Texts and details are
 * read of the period and the quarter before only; of the rest of the looked back time the deadline alone.
 */
const touched = (filter: KpiFilter): Sql => sql`
    SELECT case_id FROM hops WHERE ${within(filter, sql`at`)}
    UNION ALL
    SELECT case_id FROM hops WHERE ${lookedAt(filter)} AND ${within(filter, sql`due_at`)}
    UNION ALL
    SELECT case_id FROM hops
    WHERE at >= ${millis(Math.max(0, filter.from - STEP_LONGEST))} AND at < ${millis(filter.from)}
      AND ${within(filter, STEP_DUE)}
    UNION ALL
    SELECT case_id FROM hops
    WHERE ${lookedAt(filter)} AND ${DOUBTED} AND ${within(filter, sql`accepted`)}`;

/** After an id, the id of every so-manyth case that a period touches: where the parts to ask in end. */
export const endsOfParts = (filter: KpiFilter, after: string, size: number): Sql => sql`
SELECT case_id
FROM (
  SELECT case_id, row_number() OVER (ORDER BY case_id) AS n
  FROM (SELECT DISTINCT case_id FROM (${touched(filter)}) WHERE case_id > ${text(after)})
)
WHERE n % ${int(size)} = 0
ORDER BY case_id`;

/**
 * Each touched case of a filter, by the facts of which the terms are made. A hop stored twice counts once.
 * Ranks and words are those of `foldOfHop`.
 */
const folded = (filter: KpiFilter, rules: KpiRules, part: Part): Sql => {
  const cases = sql`
      SELECT case_id, steps, unit, due_at,
        word.1 AS received_at, word.2 AS urgency, word.3 AS grid, word.4 AS community,
        word.5 AS cat1, word.6 AS cat2, word.7 AS cat3, word.8 AS cat4
      FROM (
        SELECT case_id, any(source) AS source,
          arraySort(s -> (s.1, s.2, s.3), groupUniqArray((ranked_at, hop_order, id, event, unit, ${LIMIT},
            solved, details['satisfaction'], details['tags']))) AS steps,
          argMax((received_at, urgency, grid, community, cat1, cat2, cat3, cat4), word_rank) AS word,
          argMaxIf(if(alone AND event = 'return', '', unit), told_rank, NOT alone OR event = 'return'
            OR event IN ${texts([...HANDS_OVER])} AND unit != '') AS unit,
          tupleElement(argMaxIf(tuple(due_at), told_rank, NOT alone OR due_at IS NOT NULL), 1) AS due_at
        FROM (
          SELECT *,
            toUnixTimestamp64Milli(as_of) = 0 AS alone,
            ${RANKED} AS ranked_at,
            ${ranked(sql`as_of`)} AS ranked_as_of,
            ${STEP_DUE} AS step_due,
            (if(alone, as_of, ranked_as_of), ranked_at, hop_order, id) AS word_rank,
            (if(alone, ranked_at, ranked_as_of), ranked_at, hop_order, id) AS told_rank
          FROM hops
          WHERE ${lookedAt(filter)}
            AND case_id IN (SELECT case_id FROM (${touched(filter)}) WHERE ${ofPart(part)})
        )
        GROUP BY case_id
      )
      WHERE ${every(ofAnyUnit(filter))}`;
  const inPeriod = (time: Sql) => within(filter, time);
  return caseFacts(cases, { inPeriod, unit: filter.unit, rules });
};

const figure = (id: CaseKpi, part: 'numerator' | 'denominator'): Sql =>
  sql`toFloat64(ifNull(${CASE_TERMS[id][part]}, 0))`;

/**
 * Numerator and denominator of every KPI of cases, of a part of them: one row, an array each, in the order
 * of `CASE_KPIS`. Reads the hops from 400 days before the period on: of all of them case and deadline, of
 * those of the touched cases the steps.
 */
export const caseKpis = (filter: KpiFilter, rules: KpiRules, part: Part): Sql =>
  sql`
SELECT sumForEach([${list(CASE_KPIS.map((id) => figure(id, 'numerator')))}]) AS numerators,
  sumForEach([${list(CASE_KPIS.map((id) => figure(id, 'denominator')))}]) AS denominators
FROM (${folded(filter, rules, part)})`;

/**
 * The cases of a part behind a KPI, by id: what each adds to it, and (event, time, limit, unit) of what was
 * looked at.
 */
export const casesOfKpi = (
  id: CaseKpi,
  filter: KpiFilter,
  rules: KpiRules,
  part: Part,
  limit: number,
): Sql => {
  const { looked, due }: Terms = CASE_TERMS[id];
  return sql`
SELECT case_id AS id, ${figure(id, 'numerator')} AS numerator, ${figure(id, 'denominator')} AS denominator,
  arrayMap(
    s -> (toString(s.4), toUnixTimestamp64Milli(s.1), toUnixTimestamp64Milli(s.6), toString(s.5)),
    arrayFilter(s -> s.4 != '', ${looked})) AS why,
  ${due ? sql`toUnixTimestamp64Milli(due_at)` : sql`NULL`} AS due
FROM (${folded(filter, rules, part)})
WHERE numerator > 0 OR denominator > 0
ORDER BY id
LIMIT ${int(limit)}`;
};

const list = (parts: readonly Sql[]): Sql =>
  parts.reduce(
    (all, part) => sql`${all},
    ${part}`,
  );
