import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fact, Hop, PatrolReport, RegisterRecord } from '../../config/contract/facts.ts';
import { caseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { KPI_IDS, KPIS, type KpiId, type KpiItem } from '../../config/contract/kpi.ts';
import { HOP_EVENTS } from '../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';
import { startTestStore, type TestStore } from '../queries/test-store.ts';
import { acceptedAt, anyFacts, hop, identityOf, MONDAY, patrol } from '../state/samples.ts';
import { askKpiItems, askKpis } from './kpi.ts';
import { ledgerOf, type Raw, recountKpis } from './recount.fixture.ts';
import { recountBySql } from './recount-sql.fixture.ts';
import { wilson } from './wilson.ts';

const deployment = loadDeployment('huangqiao');
const STORY = sourceId('story');
const FROM = MONDAY - 20 * DAY;
const NOW = MONDAY + 60 * DAY;

const iso = (at: number) => new Date(at).toISOString();
/** A step of an order of the story, hours after Monday; its deadline is 48 h after Monday. */
const step = (no: string, hours: number, event: Hop['event'], of: Partial<Hop> = {}): Hop =>
  hop({ no, source: STORY, event, at: MONDAY + hours * HOUR, ...of });
const urgent: typeof step = (no, hours, event, of = {}) =>
  step(no, hours, event, { urgency: 'urgent', ...of });
const sign = (hours: number) => ({ details: { stepDue: iso(MONDAY + hours * HOUR) } });

const text = (of: Partial<NonNullable<Hop['text']>>): Partial<Hop> => ({
  text: { ...hop({ no: 'a' }).text!, ...of },
});

/** Five orders: in time; late; suspended when due; sent back and reworked; cancelled. */
const story: Hop[] = [
  step('a', 0, 'report', text({ phoneHash: 'h1', address: '黄桥村 1 号' })),
  step('a', 1, 'dispatch', sign(3)),
  step('a', 2, 'sign', sign(6)),
  step('a', 5, 'contact'),
  step('a', 20, 'finish'),
  step('a', 22, 'visit', { solved: 1, details: { satisfaction: '基本满意' } }),
  step('a', 24, 'close'),
  urgent('b', 0, 'report', text({ phoneHash: 'h2', address: '黄桥村 1 号' })),
  urgent('b', 1, 'dispatch', sign(3)),
  urgent('b', 9, 'sign', sign(13)),
  urgent('b', 90, 'finish'),
  urgent('b', 95, 'visit', { solved: 2, details: { satisfaction: '未评价' } }),
  urgent('b', 96, 'close'),
  step('c', 0, 'report', text({ phoneHash: 'h1' })),
  step('c', 1, 'dispatch', sign(3)),
  step('c', 2, 'sign'),
  step('c', 30, 'suspend'),
  step('d', 0, 'report', { details: { tags: '热点, 不合理' } }),
  step('d', 1, 'dispatch', { ...sign(3), unit: unitId('u1') }),
  step('d', 2, 'return', { details: { tags: '申诉' } }),
  step('d', 3, 'dispatch', { ...sign(5), unit: unitId('u2') }),
  step('d', 4, 'sign', { unit: unitId('u2') }),
  step('d', 20, 'finish', { unit: unitId('u2') }),
  step('d', 21, 'rework', { ...sign(24), unit: unitId('u2') }),
  step('d', 23, 'sign', { unit: unitId('u2') }),
  step('d', 40, 'finish', { unit: unitId('u2') }),
  step('d', 41, 'visit', { solved: 0, details: { satisfaction: '不满意' }, unit: unitId('u2') }),
  step('d', 42, 'close', { unit: unitId('u2') }),
  step('e', 0, 'report'),
  step('e', 1, 'cancel'),
];

/** What the story comes to. */
const STORY_FIGURES = {
  closed: [3, 3],
  closedInTime: [2, 3],
  urgentInTime: [0, 1],
  overdue: [1, 0],
  overtime: [2, 0],
  overrun: [1, 1],
  signedInTime: [4, 5],
  responded: [1, 5],
  solved: [1, 2],
  satisfied: [1, 2],
  firstTime: [2, 3],
  secondTime: [0, 3],
  thirdTime: [1, 3],
  reworked: [1, 3],
  reworks: [1, 0],
  dispatchedRight: [3, 4],
  validReports: [4, 5],
  rejected: [0, 0],
  unreasonable: [1, 0],
  appealed: [1, 0],
  repeated: [2, 5],
} satisfies Partial<Record<KpiId, [numerator: number, denominator: number]>>;

/** Cases of any course, with deadlines of steps, call-backs and their answers. */
const anyCourse = fc
  .array(
    fc.record({
      event: fc.constantFrom(...HOP_EVENTS),
      hours: fc.integer({ min: -100, max: 400 }),
      due: fc.option(fc.oneof(fc.integer({ min: -2, max: 60 }), fc.constant(2300))),
      solved: fc.constantFrom(null, 0 as const, 1 as const, 2 as const),
      satisfaction: fc.constantFrom('', '满意', '非常满意', '不满意', '未评价'),
      tags: fc.constantFrom('', '', '热点', '申诉', '不合理诉求；热点'),
      caller: fc.constantFrom('', 'h3', 'h4'),
      address: fc.constantFrom('', '永方路 1 号', '永方路 2 号'),
      unit: fc.constantFrom('u1', 'u2', 'u3'),
      asOf: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .chain((steps) => fc.tuple(fc.constant(steps), fc.nat(1_000_000)))
  .map(([steps, no]) =>
    steps.map(({ event, hours, due, solved, satisfaction, unit, asOf, ...of }): Hop => {
      const at = MONDAY + hours * HOUR;
      return step(`any-${no}`, hours, event, {
        source: sourceId(no % 2 === 0 ? '12345' : 'grid'),
        grid: gridId(`g${no % 3}`),
        receivedAt: MONDAY - 100 * HOUR,
        asOf: asOf ? at : 0,
        unit: unitId(unit),
        solved: event === 'visit' ? solved : null,
        ...(event === 'report' ? text({ phoneHash: of.caller, address: of.address }) : {}),
        details: {
          ...(due === null ? {} : { stepDue: iso(at + due * HOUR) }),
          ...(of.tags === '' ? {} : { tags: of.tags }),
          ...(satisfaction === '' || event !== 'visit' ? {} : { satisfaction }),
        },
      });
    }),
  );

/** Residents of two grids, of which one was counted again. */
const person = (grid: string, day: string, residents: string): RegisterRecord => ({
  kind: 'register',
  id: `people:${grid}:${day}`,
  version: 0,
  source: sourceId('registers'),
  register: 'people',
  key: grid,
  name: '',
  grid: gridId(grid),
  validFrom: day,
  validTo: '',
  lon: null,
  lat: null,
  at: MONDAY,
  values: { 常住人口: residents, 流动人口: '7' },
  flags: [],
});
const PEOPLED = deployment.grids[0]!.properties;
const OTHER = deployment.grids.find(
  ({ properties }) => properties.community !== PEOPLED.community,
)!.properties;

let store: TestStore;
let next = 1;
const facts: Fact[] = [];
const shuffled = <T>(all: readonly T[], seed: number): T[] =>
  fc.sample(fc.shuffledSubarray([...all], { minLength: all.length }), { numRuns: 1, seed })[0]!;
const put = async (some: readonly Fact[]) => {
  next = (await store.insert(some, next)) + 1;
};

beforeAll(async () => {
  store = await startTestStore(7856, deployment.zone);
  const random = fc.sample(anyFacts, { numRuns: 25, seed: 11 }).flat();
  const courses = fc.sample(anyCourse, { numRuns: 300, seed: 12 }).flat();
  const registers = [
    person(PEOPLED.id, '2025-01-01', '900'),
    person(PEOPLED.id, '2026-01-01', '1000'),
    person(OTHER.id, '2026-01-01', '约七百'),
  ];
  const all = [...story, patrol({ reportNo: 'p1' }), ...random, ...courses, ...registers];
  facts.push(...new Map(all.map((fact) => [identityOf(fact), fact])).values());
  await put(shuffled(facts, 3));
});
afterAll(() => store.stop());

const PERIOD = { from: FROM, to: NOW };
const ask = async (filter: Partial<KpiFilter>) => {
  const rows = await askKpis(store.reader, deployment, { ...PERIOD, ...filter }, NOW);
  return new Map(rows.map((row) => [row.id, row]));
};
const figuresOf = (rows: Awaited<ReturnType<typeof ask>>, ids: readonly string[]) =>
  Object.fromEntries(
    [...rows.values()]
      .filter(({ id }) => ids.includes(id))
      .map(({ id, numerator, denominator }) => [id, [numerator, denominator]]),
  );
const list = (id: KpiId, filter: Partial<KpiFilter>, after = '', limit = 1_000) =>
  askKpiItems(store.reader, deployment, id, { ...PERIOD, ...filter }, NOW, { after, limit });
const told = (items: readonly KpiItem[]) => items.map(({ id, numerator }) => [id, numerator]);

describe('five orders of one day', () => {
  test('give every figure with its numerator and denominator', async () => {
    const rows = await ask({ source: STORY });
    expect(figuresOf(rows, Object.keys(STORY_FIGURES))).toEqual(STORY_FIGURES);
    expect(rows.get('closedInTime')!.value).toBeCloseTo(2 / 3);
    expect(rows.get('closedInTime')!.low).toBeCloseTo(0.208, 3);
    expect(rows.get('closedInTime')!.high).toBeCloseTo(0.939, 3);
    expect(rows.get('overdue')).toMatchObject({ value: 1, low: null });
  });

  test('are listed behind each figure, with what was looked at', async () => {
    const items = await list('closedInTime', { source: STORY });
    expect(told(items)).toEqual([
      ['story:a:0', 1],
      ['story:b:0', 0],
      ['story:d:0', 1],
    ]);
    expect(items[1]!.why).toEqual([
      { what: 'due', at: MONDAY + 48 * HOUR, due: null, of: '' },
      { what: 'close', at: MONDAY + 96 * HOUR, due: null, of: 'u1' },
    ]);
    expect((await list('signedInTime', { source: STORY }))[1]!.why).toEqual([
      { what: 'dispatch', at: MONDAY + HOUR, due: MONDAY + 3 * HOUR, of: 'u1' },
      { what: 'sign', at: MONDAY + 9 * HOUR, due: MONDAY + 13 * HOUR, of: 'u1' },
    ]);
    // b came from the same place as a, c from the same caller
    const repeats = await list('repeated', { source: STORY });
    expect(repeats.map(({ why: [, earlier] }) => earlier?.of ?? '')).toEqual([
      '',
      'story:a:0',
      'story:a:0',
      '',
      '',
    ]);
  });

  test('a page goes on after the one before', async () => {
    const first = await list('validReports', { source: STORY }, '', 2);
    const second = await list('validReports', { source: STORY }, first.at(-1)!.id, 9);
    expect(told([...first, ...second]).map(([id]) => id)).toEqual(
      ['a', 'b', 'c', 'd', 'e'].map((no) => `story:${no}:0`),
    );
  });

  test('count for the unit concerned: a case for who has it, a step for who had to take it', async () => {
    const ids = ['closed', 'signedInTime', 'reworks', 'overtime'];
    const of = async (unit: string) => figuresOf(await ask({ source: STORY, unit }), ids);
    expect(await of('u1')).toEqual({
      closed: [2, 2],
      signedInTime: [2, 3],
      reworks: [0, 0],
      overtime: [2, 0],
    });
    expect(await of('u2')).toEqual({
      closed: [1, 1],
      signedInTime: [2, 2],
      reworks: [1, 0],
      overtime: [0, 0],
    });
    expect(await of('u9')).toEqual({
      closed: [0, 0],
      signedInTime: [0, 0],
      reworks: [0, 0],
      overtime: [0, 0],
    });
  });

  test('are not due before their time', async () => {
    const early = await askKpis(
      store.reader,
      deployment,
      { ...PERIOD, source: STORY },
      MONDAY + 47 * HOUR,
    );
    expect(early.find(({ id }) => id === 'closed')).toMatchObject({
      numerator: 0,
      denominator: 0,
      value: null,
      note: 'nothing',
    });
  });

  test('told in any order, and some of them twice, come to the same', async () => {
    for (const [n, seed] of [21, 22, 23, 24].entries()) {
      const source = sourceId(`again-${n}`);
      const again = story.map((one) => ({
        ...one,
        source,
        id: one.id.replace(STORY, source),
        caseId: caseId(source, one.upstreamNo, 0),
        // other matters than those of the story: an order repeats one of any source
        category: ['城市管理', '市容', source, ''] as const,
      }));
      const twice = shuffled([...again, ...shuffled(again, seed).slice(0, 20)], seed);
      await put(twice.slice(0, 11));
      await put(twice.slice(11));
      const rows = await ask({ source });
      expect(figuresOf(rows, Object.keys(STORY_FIGURES)), `seed ${seed}`).toEqual(STORY_FIGURES);
    }
  });
});

test('a case reopened is due and closed anew; one put off is due at its new time', async () => {
  const source = sourceId('anew');
  const of = { source };
  const later = { ...of, dueAt: MONDAY + 30 * DAY };
  await put([
    step('reopened', 0, 'report', of),
    step('reopened', 1, 'dispatch', of),
    step('reopened', 20, 'close', of),
    step('reopened', 100, 'reopen', of),
    step('reopened', 120, 'close', of),
    step('extended', 0, 'report', of),
    step('extended', 40, 'extend', later),
    step('extended', 300, 'close', later),
  ]);
  const ids = ['closed', 'closedInTime'];
  const week = { source, from: MONDAY, to: MONDAY + 7 * DAY };
  expect(figuresOf(await ask(week), ids)).toEqual({ closed: [1, 1], closedInTime: [0, 1] });
  const rest = { source, from: MONDAY + 7 * DAY, to: MONDAY + 40 * DAY };
  expect(figuresOf(await ask(rest), ids)).toEqual({ closed: [1, 1], closedInTime: [1, 1] });
});

test('what is counted of people, grids and patrols has its value only where it means something', async () => {
  const here = { grid: PEOPLED.id, source: sourceId('counted') };
  await put([
    hop({ no: '1', grid: gridId(PEOPLED.id), source: here.source }),
    hop({ no: '2', grid: gridId(PEOPLED.id), source: here.source }),
    patrol({ reportNo: 'here', grid: gridId(PEOPLED.id), community: PEOPLED.community }),
  ]);
  const known = await ask(here);
  expect(known.get('perTenThousand')).toMatchObject({
    numerator: 2,
    denominator: 1000,
    value: 20,
    low: null,
    note: null,
  });
  expect(known.get('covered')).toMatchObject({ value: null, note: 'unasked' });
  expect((await ask({ grid: OTHER.id })).get('perTenThousand')).toMatchObject({
    value: null,
    note: 'residents',
  });
  const near = await ask({ community: PEOPLED.community });
  const inside = deployment.grids.filter(
    ({ properties }) => properties.community === PEOPLED.community,
  );
  expect(near.get('covered')).toMatchObject({ numerator: 1, denominator: inside.length });
  expect((await ask({ unit: 'u1' })).get('selfHandled')).toMatchObject({ note: 'unasked' });
  expect(await list('perTenThousand', here)).toEqual([
    {
      id: PEOPLED.id,
      numerator: 2,
      denominator: 1000,
      why: [{ what: 'residents', at: null, due: null, of: PEOPLED.id }],
    },
  ]);
});

const hopsOf = (some: readonly Fact[]): Raw<Hop>[] =>
  some.flatMap((fact) => (fact.kind === 'hop' ? [{ fact, accepted: acceptedAt(fact) }] : []));

/** All raw rows, some of them twice, and questions about them. */
function rawRows() {
  const source = ['12345', 'grid', 'story'];
  const hops = hopsOf(facts);
  const patrols = facts.flatMap((fact): Raw<PatrolReport>[] =>
    fact.kind === 'patrol' ? [{ fact, accepted: acceptedAt(fact) }] : [],
  );
  const ledger = ledgerOf(shuffled([...hops, ...hops.slice(0, 50)], 8), patrols, deployment.kpi);
  const some = <T>(values: readonly T[]) =>
    fc.option(fc.constantFrom(...values), { nil: undefined });
  const known = <K extends 'unit' | 'grid' | 'urgency' | 'community'>(key: K) => [
    ...new Set(hops.map(({ fact }) => fact[key] as string)),
  ];
  const filters = fc.sample(
    fc.record({
      from: fc.integer({ min: -20, max: 3 }).map((day) => MONDAY + day * DAY),
      days: fc.integer({ min: 1, max: 40 }),
      unit: some(known('unit')),
      grid: some(known('grid')),
      community: some(known('community')),
      // of the other tests’ sources none
      source: fc.constantFrom(...source),
      urgency: some(known('urgency')),
      category: some([['城市管理'], ['城市管理', '市容'], ['']]),
    }),
    { numRuns: 60, seed: 5 },
  );
  const asked = filters.map(({ days, ...of }): KpiFilter => {
    return { ...of, to: Math.min(NOW, of.from + days * DAY) };
  });
  return { ledger, asked };
}

test('rows counted one by one and by SQL of its own come to the same', async () => {
  const { ledger, asked } = rawRows();
  const bySql = await recountBySql(
    store.reader,
    asked,
    asked.map(() => []),
    deployment.kpi,
  );
  let counted = 0;
  for (const [n, filter] of asked.entries()) {
    const wanted = recountKpis(ledger, filter, new Set());
    for (const id of KPI_IDS.filter((each) => KPIS[each].of === 'cases')) {
      const [numerator, denominator] = bySql[n]!.get(id) ?? [0, 0];
      const [wantedNumerator, wantedDenominator] = wanted.get(id) ?? [0, 0];
      expect([denominator, id, filter]).toEqual([wantedDenominator, id, filter]);
      expect(numerator, `${id} ${JSON.stringify(filter)}`).toBeCloseTo(wantedNumerator, 9);
      counted += numerator + denominator;
    }
  }
  expect(counted).toBeGreaterThan(1_000);
});

test('whatever is asked, the answer is that of counting raw rows one by one', async () => {
  const { ledger, asked } = rawRows();
  await Promise.all(
    asked.map(async (filter) => {
      const wanted = recountKpis(ledger, filter, new Set());
      const rows = await ask(filter);
      for (const id of KPI_IDS) {
        if (KPIS[id].of === 'grids') continue;
        const [numerator, denominator] = wanted.get(id) ?? [0, 0];
        const found = rows.get(id)!;
        expect([found.denominator, id, filter]).toEqual([denominator, id, filter]);
        expect(found.numerator, `${id} ${JSON.stringify(filter)}`).toBeCloseTo(numerator, 9);
      }
    }),
  );
  const whole = recountKpis(ledger, { ...PERIOD, source: '12345' }, new Set());
  for (const id of KPI_IDS.filter((each) => KPIS[each].of === 'cases')) {
    const items = await list(id, { source: '12345' });
    const [numerator, denominator] = whole.get(id) ?? [0, 0];
    expect([id, items.reduce((sum, item) => sum + item.denominator, 0)]).toEqual([id, denominator]);
    expect(
      items.reduce((sum, item) => sum + item.numerator, 0),
      id,
    ).toBeCloseTo(numerator, 9);
  }
});

test('the interval of a share is that of Wilson', () => {
  // Newcombe, Statist. Med. 17, 1998, table I
  const [low, high] = wilson(81, 263)!;
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 0)).toBeNull();
  expect(wilson(0, 10)![0]).toBe(0);
});
