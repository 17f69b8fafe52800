import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Fact, Hop } from '../../config/contract/facts.ts';
import { gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { KPI_IDS, type KpiId } from '../../config/contract/kpi.ts';
import { HOP_EVENTS } from '../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import type { KpiFilter } from '../queries/kpi-cases.ts';
import { startTestStore, type TestStore } from '../queries/test-store.ts';
import { acceptedAt, anyFacts, hop, identityOf, MONDAY, patrol } from '../state/samples.ts';
import { askKpiCases, askKpis } from './kpi.ts';
import { recountKpis } from './recount.fixture.ts';
import { wilson } from './wilson.ts';

const deployment = loadDeployment('huangqiao');
const grids = new Set(deployment.grids.map(({ properties }) => properties.id));
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

/** Five orders: in time; late; suspended when due; sent back and reworked; cancelled. */
const story: Hop[] = [
  step('a', 0, 'report'),
  step('a', 1, 'dispatch', sign(3)),
  step('a', 2, 'sign', sign(6)),
  step('a', 5, 'contact'),
  step('a', 20, 'finish'),
  step('a', 22, 'visit', { solved: 1, details: { satisfaction: '基本满意' } }),
  step('a', 24, 'close'),
  urgent('b', 0, 'report'),
  urgent('b', 1, 'dispatch', sign(3)),
  urgent('b', 9, 'sign', sign(13)),
  urgent('b', 90, 'finish'),
  urgent('b', 95, 'visit', { solved: 2, details: {} }),
  urgent('b', 96, 'close'),
  step('c', 0, 'report'),
  step('c', 1, 'dispatch', sign(3)),
  step('c', 2, 'sign'),
  step('c', 30, 'suspend'),
  step('d', 0, 'report'),
  step('d', 1, 'dispatch', { ...sign(3), unit: unitId('u1') }),
  step('d', 2, 'return'),
  step('d', 3, 'dispatch', { ...sign(5), unit: unitId('u2') }),
  step('d', 4, 'sign'),
  step('d', 20, 'finish'),
  step('d', 21, 'rework', sign(24)),
  step('d', 23, 'sign'),
  step('d', 40, 'finish'),
  step('d', 41, 'visit', { solved: 0, details: { satisfaction: '不满意' } }),
  step('d', 42, 'close'),
  step('e', 0, 'report'),
  step('e', 1, 'cancel'),
];

/** Cases of any course, with deadlines of steps, call-backs and their answers. */
const anyCourse = fc
  .array(
    fc.record({
      event: fc.constantFrom(...HOP_EVENTS),
      hours: fc.integer({ min: -100, max: 400 }),
      due: fc.option(fc.integer({ min: -2, max: 60 })),
      solved: fc.constantFrom(null, 0 as const, 1 as const, 2 as const),
      satisfaction: fc.constantFrom('', '满意', '非常满意', '不满意'),
      unit: fc.constantFrom('u1', 'u2', 'u3'),
      asOf: fc.boolean(),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .chain((steps) => fc.tuple(fc.constant(steps), fc.nat(1_000_000)))
  .map(([steps, no]) =>
    steps.map(({ event, hours, due, solved, satisfaction, unit, asOf }): Hop => {
      const at = MONDAY + hours * HOUR;
      return step(`any-${no}`, hours, event, {
        source: sourceId(no % 2 === 0 ? '12345' : 'grid'),
        grid: gridId(`g${no % 3}`),
        receivedAt: MONDAY - 100 * HOUR,
        asOf: asOf ? at : 0,
        unit: unitId(unit),
        solved: event === 'visit' ? solved : null,
        details: {
          ...(due === null ? {} : { stepDue: iso(at + due * HOUR) }),
          ...(satisfaction === '' || event !== 'visit' ? {} : { satisfaction }),
        },
      });
    }),
  );

let store: TestStore;
const facts: Fact[] = [];

beforeAll(async () => {
  store = await startTestStore(7856, deployment.zone);
  const random = fc.sample(anyFacts, { numRuns: 60, seed: 11 }).flat();
  const courses = fc.sample(anyCourse, { numRuns: 300, seed: 12 }).flat();
  const all = [...story, patrol({ reportNo: 'p1' }), ...random, ...courses];
  facts.push(...new Map(all.map((fact) => [identityOf(fact), fact])).values());
  // as they came, in any order: what is asked does not depend on it
  const shuffled = fc.sample(fc.shuffledSubarray(facts, { minLength: facts.length }), {
    numRuns: 1,
    seed: 3,
  })[0]!;
  await store.insert(shuffled, 1);
});
afterAll(() => store.stop());

const ask = async (filter: Partial<KpiFilter>) => {
  const rows = await askKpis(store.reader, deployment, { from: FROM, to: NOW, ...filter }, NOW);
  return new Map(rows.map((row) => [row.id, row]));
};
const parts = (rows: Awaited<ReturnType<typeof ask>>, id: KpiId) => {
  const { numerator, denominator } = rows.get(id)!;
  return [numerator, denominator];
};

describe('five orders of one day', () => {
  test('give every figure with its numerator and denominator', async () => {
    const rows = await ask({ source: STORY });
    const expected: Partial<Record<KpiId, [number, number]>> = {
      closed: [3, 3],
      closedInTime: [2, 3],
      urgentInTime: [0, 1],
      overdue: [1, 0],
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
      overrun: [1, 1],
    };
    for (const [id, wanted] of Object.entries(expected))
      expect(parts(rows, id as KpiId), id).toEqual(wanted);
    expect(rows.get('closedInTime')!.value).toBeCloseTo(2 / 3);
    expect(rows.get('closedInTime')!.interval![0]).toBeLessThan(0.3);
    expect(rows.get('overdue')!.value).toBeNull();
    expect(rows.get('perTenThousand')!.value).toBeNull();
  });

  test('are listed behind each figure', async () => {
    const filter = { from: FROM, to: NOW, source: STORY };
    const list = await askKpiCases(store.reader, 'closedInTime', filter, NOW, 100);
    expect(list.map(({ caseId, numerator }) => [caseId, numerator])).toEqual([
      ['story:a:0', 1],
      ['story:b:0', 0],
      ['story:d:0', 1],
    ]);
  });

  test('count for the unit and the time that has come, and for nobody else', async () => {
    expect(parts(await ask({ source: STORY, unit: 'u9' }), 'closed')).toEqual([0, 0]);
    const early = await askKpis(
      store.reader,
      deployment,
      { from: FROM, to: NOW, source: STORY },
      MONDAY + 47 * HOUR,
    );
    expect(early.find(({ id }) => id === 'closed')).toMatchObject({ numerator: 0, denominator: 0 });
  });
});

test('whatever is asked, the answer is that of counting raw rows one by one', async () => {
  const hops = facts.flatMap((fact) =>
    fact.kind === 'hop' ? [{ fact, accepted: acceptedAt(fact) }] : [],
  );
  const patrols = facts.flatMap((fact) =>
    fact.kind === 'patrol' ? [{ fact, accepted: acceptedAt(fact) }] : [],
  );
  const some = <T>(values: readonly T[]) =>
    fc.option(fc.constantFrom(...values), { nil: undefined });
  const known = <K extends 'unit' | 'grid' | 'source' | 'urgency' | 'community'>(key: K) => [
    ...new Set(hops.map(({ fact }) => fact[key] as string)),
  ];
  const filters = fc.sample(
    fc.record({
      from: fc.integer({ min: -20, max: 3 }).map((day) => MONDAY + day * DAY),
      days: fc.integer({ min: 1, max: 40 }),
      unit: some(known('unit')),
      grid: some(known('grid')),
      community: some(known('community')),
      source: some(known('source')),
      urgency: some(known('urgency')),
      category: some([...new Set(hops.map(({ fact }) => fact.category[0]))]),
    }),
    { numRuns: 40, seed: 5 },
  );
  let compared = 0;
  for (const { days, ...of } of filters) {
    const filter = { ...of, to: Math.min(NOW, of.from + days * DAY) };
    const inside = new Set(
      [...grids].filter(
        (grid) =>
          (filter.grid === undefined || filter.grid === gridId(grid)) &&
          (filter.community === undefined ||
            deployment.grids.some(
              ({ properties: { id, community } }) => id === grid && community === filter.community,
            )),
      ),
    );
    const wanted = recountKpis(hops, patrols, filter, inside);
    const rows = await ask(filter);
    for (const id of KPI_IDS) {
      if (id === 'perTenThousand') continue;
      const [numerator, denominator] = wanted.get(id) ?? [0, 0];
      const found = rows.get(id)!;
      expect([found.denominator, id, filter]).toEqual([denominator, id, filter]);
      expect(found.numerator, `${id} ${JSON.stringify(filter)}`).toBeCloseTo(numerator, 9);
      compared++;
    }
  }
  expect(compared).toBe(40 * (KPI_IDS.length - 1));
});

test('the interval of a share is that of Wilson', () => {
  // Wilson's interval of 81 of 263, Newcombe, Statist. Med. 17, 1998, table I
  const [low, high] = wilson(81, 263)!;
  expect(low).toBeCloseTo(0.2553, 4);
  expect(high).toBeCloseTo(0.3662, 4);
  expect(wilson(0, 0)).toBeNull();
  expect(wilson(0, 10)![0]).toBe(0);
});
