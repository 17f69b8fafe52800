import type { Millis, Seq } from '../../config/contract/ids.ts';
import type { KpiId } from '../../config/contract/kpi.ts';
import type { CounterName } from '../../config/contract/picture.ts';
import type { KpiRules } from '../../config/deployment/kpi.ts';
import { int, millis, type Sql, type Store, sql, text, texts } from '../../ingest/store/index.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';

/**
 * The KPI of domain §1.5 counted from raw rows by SQL of its own: one row for each thing that counts, with
 * when it counts and for whom, and only then the filters. Written from the formulas (`KPIS`), sharing
 * nothing with what answers for the product.
 */

const DAY = 86_400_000;
/** A step's limit farther off than this is none. */
const LONGEST = 92 * DAY;

/** What a clock of its own dated wrongly counts as of its acceptance. */
const sound = (time: Sql): Sql => sql`toUnixTimestamp64Milli(if(
  hasAny(flags, ['clock-ahead', 'clock-behind'])
    AND (${time} < toDateTime64('2000-01-01 00:00:00', 3, 'UTC') OR ${time} > accepted + INTERVAL 1 DAY),
  accepted, ${time}))`;

const rawOf = (hops: Sql): Sql => sql`
SELECT case_id, source, id, event, unit, state != '' AS moves, hop_order, cat1, cat2, cat3, cat4, grid, community,
  urgency, channel, solved, phone_hash, address, details,
  toUnixTimestamp64Milli(received_at) AS received, toUnixTimestamp64Milli(due_at) AS due,
  ${sound(sql`at`)} AS t,
  if(toUnixTimestamp64Milli(as_of) = 0, 0, ${sound(sql`as_of`)}) AS word,
  toUnixTimestamp64Milli(parseDateTime64BestEffortOrNull(details['stepDue'], 3, 'UTC')) AS lim
FROM (${hops})
LIMIT 1 BY id`;
const raw = rawOf(sql`SELECT * FROM hops`);

/** A case: its newest word, who has it, until when, and its steps in order. */
const casesOf = (rows: Sql): Sql => sql`
SELECT *,
  arrayFilter(s -> s.moves, steps) AS went,
  if(empty(went), '', went[-1].event) AS last,
  arrayLastIndex(s -> s.event != 'close', went) AS before,
  if(before < length(went), went[before + 1].t, NULL) AS closed,
  arrayMap(s -> s.t, arrayFilter(s -> s.event = 'contact', steps)) AS contacts
FROM (
  SELECT case_id, any(source) AS src,
    argMax((cat1, cat2, cat3, cat4, grid, community, urgency, received), (word, t, hop_order, id)) AS d,
    argMaxIf(if(word = 0 AND event = 'return', '', unit), (if(word = 0, t, word), t, hop_order, id),
      word > 0 OR event = 'return'
        OR event IN ('dispatch', 'sign', 'rework', 'reopen') AND unit != '') AS holder,
    argMaxIf(tuple(due), (if(word = 0, t, word), t, hop_order, id), word > 0 OR due IS NOT NULL).1 AS dueAt,
    arraySort(s -> (s.t, s.hop_order, s.id), groupArray(CAST(
      (t, hop_order, id, event, unit, moves, if(lim >= t AND lim <= t + ${int(LONGEST)}, lim, NULL),
       solved, details['satisfaction'], splitByRegexp('[,，;；、]', details['tags'])),
      'Tuple(t Int64, hop_order UInt32, id String, event String, unit String, moves Bool, lim Nullable(Int64),
        solved Nullable(UInt8), said String, tags Array(String))'))) AS steps
  FROM (${rows})
  GROUP BY case_id
)`;
const cases = casesOf(raw);

/** What counts, and when: `what (at, numerator, denominator)` of every case, for the unit that has it. */
const ofCases = (rules: KpiRules): Sql => sql`
SELECT case_id, src, d, holder AS of_unit, x.1 AS kpi, x.2 AS at, x.3 AS num, x.4 AS den, x.5 AS nth
FROM (
  SELECT case_id, src, d, holder,
    closed IS NOT NULL AND closed <= dueAt AS inTime,
    dueAt IS NOT NULL AND last NOT IN ('cancel', 'reject', 'merge')
      AND arrayLast(s -> s.t <= dueAt, went).event != 'suspend' AS counts,
    arrayCount(s -> s.t <= closed AND s.event IN ('dispatch', 'rework'), went) AS handed,
    arrayFilter(s -> s.event = 'dispatch', went) AS sent,
    arrayLast(s -> s.event = 'reopen', went).t AS again,
    if(ifNull(again < dueAt, 0), greatest(again, d.8), d.8) AS begun,
    arrayConcat(
      if(counts, [
        ('closed', assumeNotNull(dueAt), toFloat64(closed IS NOT NULL), 1., 0),
        ('closedInTime', assumeNotNull(dueAt), toFloat64(ifNull(inTime, 0)), 1., 0),
        ('overdue', assumeNotNull(dueAt), 1. - ifNull(inTime, 0), 0., 0)], []),
      if(counts AND d.7 != 'normal',
        [('urgentInTime', assumeNotNull(dueAt), toFloat64(ifNull(inTime, 0)), 1., 0)], []),
      if(closed IS NOT NULL, [
        ('firstTime', assumeNotNull(closed), toFloat64(handed <= 1), 1., 0),
        ('secondTime', assumeNotNull(closed), toFloat64(handed = 2), 1., 0),
        ('thirdTime', assumeNotNull(closed), toFloat64(handed = 3), 1., 0)], []),
      if(closed IS NOT NULL AND ifNull(closed > dueAt AND dueAt > begun, 0),
        [('overrun', assumeNotNull(closed), assumeNotNull((closed - dueAt) / (dueAt - begun)), 1., 0)], []),
      if(empty(sent), [],
        [('dispatchedRight', sent[1].t, toFloat64(sent[1].unit = sent[-1].unit), 1., 0)]),
      arrayMap(s -> ('rejected', s.t, 1., 0., 0), arrayFilter(s -> s.event = 'reject', steps)),
      arrayMap(s -> ('solved', s.t, toFloat64(ifNull(s.solved, 0)), 1., 0),
        arrayFilter(s -> s.event = 'visit' AND ifNull(s.solved IN (0, 1), 0), steps)),
      arrayMap(s -> ('satisfied', s.t, toFloat64(has(${texts(rules.satisfied)}, s.said)), 1., 0),
        arrayFilter(s -> s.event = 'visit' AND s.said != '' AND NOT has(${texts(rules.unjudged)}, s.said), steps)),
      arrayMap(s -> ('unreasonable', s.t, 1., 0., 1), arrayFilter(
        s -> hasAny(arrayMap(tag -> trim(tag), s.tags), ${texts(rules.unreasonable)}), steps)),
      arrayMap(s -> ('appealed', s.t, 1., 0., 1), arrayFilter(
        s -> hasAny(arrayMap(tag -> trim(tag), s.tags), ${texts(rules.appealed)}), steps)),
      arrayMap((s, n) -> ('reworked', s.t,
          toFloat64(arrayExists(r -> r.event = 'rework' AND r.t >= s.t, steps)), 1., toInt64(n)),
        arrayFilter(s -> s.event = 'finish', steps),
        arrayEnumerate(arrayFilter(s -> s.event = 'finish', steps))),
      arrayMap(s -> ('validReports', s.t, toFloat64(last != 'cancel' AND arrayExists(
          m -> m.event NOT IN ('verify', 'reject', 'merge', 'cancel'), went)), 1., 1),
        arrayFilter(s -> s.event = 'report', steps))
    ) AS all
  FROM (${cases})
) ARRAY JOIN all AS x`;

/** What counts for the unit that a step names. */
const ofSteps = sql`
SELECT case_id, src, d, s.unit AS of_unit, x.1 AS kpi, x.2 AS at, x.3 AS num, x.4 AS den, 0 AS nth
FROM (
  SELECT case_id, src, d, s,
    next.t > 0 AND next.t <= s.lim AS onward,
    arrayConcat(
      if(s.event = 'rework', [('reworks', s.t, 1., 0.)], []),
      if(s.lim IS NULL, [], [('overtime', assumeNotNull(s.lim), toFloat64(if(s.event IN ('sign', 'resume'),
        NOT arrayExists(c -> c <= s.lim, contacts), NOT onward)), 0.)]),
      if(s.lim IS NOT NULL AND s.event IN ('dispatch', 'rework') AND NOT (onward AND next.event != 'sign'), [
        ('signedInTime', assumeNotNull(s.lim), toFloat64(assumeNotNull(onward)), 1.),
        ('responded', assumeNotNull(s.lim), toFloat64(assumeNotNull(onward) AND arrayExists(
          c -> c >= s.t AND (next.lim IS NULL OR c <= next.lim), contacts)), 1.)], [])
    ) AS all
  FROM (SELECT case_id, src, d, contacts, went, s, went[n + 1] AS next
        FROM (${cases}) ARRAY JOIN went AS s, arrayEnumerate(went) AS n)
) ARRAY JOIN all AS x`;

/** Orders as they came, and whether the same caller or place had told the same matter before. */
const ofOrders = ({ repeatDays }: KpiRules): Sql => sql`
SELECT case_id, src, d, holder AS of_unit,
  arrayJoin(['repeated', 'orders']) AS kpi, first.1 AS at,
  if(kpi = 'repeated', toFloat64(first.1 - caller <= ${int(repeatDays * DAY)} AND first.2 != '' AND first.4 != ''
    AND caller > 0 OR first.1 - place <= ${int(repeatDays * DAY)} AND first.3 != '' AND first.4 != ''
    AND place > 0), 1.) AS num,
  1. AS den, 0 AS nth
FROM (
  SELECT *,
    lagInFrame(first.1, 1, 0) OVER (PARTITION BY first.2, first.4, first.5, first.6, first.7
      ORDER BY first.1, case_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS caller,
    lagInFrame(first.1, 1, 0) OVER (PARTITION BY first.3, first.4, first.5, first.6, first.7
      ORDER BY first.1, case_id ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS place
  FROM (
    SELECT case_id, argMin((t, phone_hash, address, cat1, cat2, cat3, cat4), (t, hop_order, id)) AS first
    FROM (${raw}) WHERE event = 'report' AND channel != 'patrol' GROUP BY case_id
  ) AS orders INNER JOIN (SELECT case_id, src, d, holder FROM (${cases})) AS known USING (case_id)
)`;

/** Filters as rows: a part that is not asked for is NULL. */
const filters = (asked: readonly string[]): Sql => sql`
SELECT JSONExtractUInt(j, 'n') AS n, JSONExtractInt(j, 'from') AS f, JSONExtractInt(j, 'to') AS u,
  JSONExtract(j, 'unit', 'Nullable(String)') AS unit, JSONExtract(j, 'grid', 'Nullable(String)') AS grid,
  JSONExtract(j, 'community', 'Nullable(String)') AS community, JSONExtract(j, 'source', 'Nullable(String)') AS source,
  JSONExtract(j, 'urgency', 'Nullable(String)') AS urgency, JSONExtract(j, 'category', 'Array(String)') AS category,
  JSONExtract(j, 'inside', 'Array(String)') AS inside
FROM (SELECT arrayJoin(${texts(asked)}) AS j)`;

interface Counted {
  n: number;
  kpi: string;
  num: number;
  den: number;
}

/**
 * @param inside grids of each filter
 * @returns for every filter the figures by KPI; without residents, which no fact tells
 */
export async function recountBySql(
  store: Store,
  asked: readonly KpiFilter[],
  inside: readonly (readonly string[])[],
  rules: KpiRules,
): Promise<Map<KpiId, [numerator: number, denominator: number]>[]> {
  const rows = filters(asked.map((each, n) => JSON.stringify({ ...each, n, inside: inside[n] })));
  const counted = await store.query<Counted>(sql`
    SELECT n, kpi, sum(num1) AS num, sum(den1) AS den
    FROM (
      -- of what counts once a case, the first within the period
      SELECT f.n AS n, kpi, case_id, if(max(nth) > 0, argMin(num, nth), sum(num)) AS num1,
        if(max(nth) > 0, argMin(den, nth), sum(den)) AS den1
      FROM (${ofCases(rules)} UNION ALL ${ofSteps} UNION ALL ${ofOrders(rules)}) AS e CROSS JOIN (${rows}) AS f
      WHERE e.at >= f.f AND e.at < f.u
        AND (f.unit IS NULL OR f.unit = e.of_unit) AND (f.grid IS NULL OR f.grid = e.d.5)
        AND (f.community IS NULL OR f.community = e.d.6) AND (f.source IS NULL OR f.source = e.src)
        AND (f.urgency IS NULL OR f.urgency = e.d.7)
        AND (empty(f.category) OR f.category = arraySlice([e.d.1, e.d.2, e.d.3, e.d.4], 1, length(f.category)))
      GROUP BY n, kpi, case_id
    )
    GROUP BY n, kpi`);
  const patrols = await store.query<{ n: number; self: number; all: number; grids: number }>(sql`
    SELECT f.n AS n, countIf(self_handled) AS self, count() AS all, uniqExactIf(p.g, has(f.inside, p.g)) AS grids
    FROM (SELECT toUnixTimestamp64Milli(at) AS t, grid AS g, community AS c, source AS s, self_handled
          FROM patrols WHERE version = 0 LIMIT 1 BY id) AS p CROSS JOIN (${rows}) AS f
    WHERE p.t >= f.f AND p.t < f.u AND (f.grid IS NULL OR f.grid = p.g)
      AND (f.community IS NULL OR f.community = p.c) AND (f.source IS NULL OR f.source = p.s)
    GROUP BY n`);
  return asked.map((filter, n) => {
    const of = new Map(
      counted.filter((row) => row.n === n).map(({ kpi, num, den }) => [kpi, [num, den] as const]),
    );
    const figures = new Map<KpiId, [number, number]>();
    for (const [kpi, [num, den]] of of) if (kpi !== 'orders') figures.set(kpi as KpiId, [num, den]);
    const orders = of.get('orders')?.[0] ?? 0;
    figures.set('perTenThousand', [orders, 0]);
    if (filter.unit !== undefined || filter.category || filter.urgency !== undefined)
      return figures;
    const { self, all, grids } = patrols.find((row) => row.n === n) ?? {
      self: 0,
      all: 0,
      grids: 0,
    };
    figures.set('selfHandled', [self, all]);
    if (filter.source !== undefined) return figures;
    figures.set('foundFirst', [all, all + orders]);
    figures.set('covered', [grids, inside[n]!.length]);
    return figures;
  });
}

/** What the wall counted, and about when: its time lay between. */
export interface CountersShown {
  /** Journal position that was folded. */
  seq: Seq;
  from: Millis;
  to: Millis;
}

/**
 * The counters of the wall from raw rows up to a journal position; of each the least and the most that it
 * can have been, as a case may have run out between the two times.
 */
export async function recountCounters(
  store: Store,
  { seq, from, to }: CountersShown,
  zone: string,
): Promise<Map<CounterName, readonly [least: number, most: number]>> {
  const [row] = await store.query<Record<string, number>>(sql`
    SELECT
      countIf(event = 'report' AND channel != 'patrol' AND toDate(at, ${text(zone)}) = today) AS orders,
      countIf(event = 'close' AND toDate(at, ${text(zone)}) = today) AS closed
    FROM (SELECT id, event, channel, at, toDate(${millis(to)}, ${text(zone)}) AS today
          FROM hops WHERE seq <= ${int(seq)} LIMIT 1 BY id)`);
  const [told] = await store.query<Record<string, number>>(sql`
    SELECT count() AS patrols, countIf(self_handled) AS selfHandled
    FROM (SELECT self_handled FROM patrols WHERE seq <= ${int(seq)} AND version = 0
            AND toDate(at, ${text(zone)}) = toDate(${millis(to)}, ${text(zone)}) LIMIT 1 BY id)`);
  const [standing] = await store.query<Record<string, number>>(sql`
    SELECT count() AS open, countIf(runs AND dueAt < ${int(from)}) AS least,
      countIf(runs AND dueAt < ${int(to)}) AS most
    FROM (SELECT dueAt, last NOT IN ('finish', 'check', 'suspend') AS runs
          FROM (${casesOf(rawOf(sql`SELECT * FROM hops WHERE seq <= ${int(seq)}`))})
          WHERE last NOT IN ('close', 'reject', 'merge', 'cancel'))`);
  const whole = (value: number | undefined) => [value ?? 0, value ?? 0] as const;
  return new Map([
    ['orders', whole(row?.orders)],
    ['closed', whole(row?.closed)],
    ['patrols', whole(told?.patrols)],
    ['selfHandled', whole(told?.selfHandled)],
    ['open', whole(standing?.open)],
    ['overdue', [standing?.least ?? 0, standing?.most ?? 0]],
  ]);
}
