import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../config/contract/facts.ts';
import type { Counted } from '../../config/contract/ground.ts';
import { type CaseId, caseId, gridId, sourceId, unitId } from '../../config/contract/ids.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { DAY, dayStart, HOUR } from '../../config/contract/zone.ts';
import { AlertRules } from '../../config/deployment/alert-rules.ts';
import type { Deployment } from '../../config/deployment/schema.ts';
import type { HopRow } from '../../ingest/store/index.ts';
import { groundFromStore } from '../gateway/ground-from-store.ts';
import { recount } from '../recount/recount.ts';
import { copyOf } from '../recount/shown.ts';
import { baseFromStore } from '../state/base-from-store.ts';
import { type CaseFold, foldOfHop, mergeFolds } from '../state/case-fold.ts';
import { LocalTime } from '../state/local-time.ts';
import { Model } from '../state/model.ts';
import { Picture } from '../state/picture.ts';
import {
  acceptedAt,
  anyFacts,
  anyHops,
  entriesOf,
  hop,
  identityOf,
  MONDAY,
  patrol,
} from '../state/samples.ts';
import { Expectations } from '../trends/history.ts';
import { historyFromStore } from '../trends/history-from-store.ts';
import { askFolds, casesById } from './cases-folded.ts';
import { type CaseRowNow, caseNow, casesOfGrid, detailOf, hopsOfCase } from './listed-cases.ts';
import { startTestStore, type TestStore } from './test-store.ts';

const ZONE = 'Asia/Shanghai';
const time = new LocalTime(ZONE);
const deployment = {
  id: 'test',
  zone: ZONE,
  language: 'zh',
  calendar: 'china',
  workHours: [9, 17.5],
  communities: [],
  categories: [],
  grids: [],
  units: [],
  sources: [],
  stations: [],
  alertRules: AlertRules.parse({}),
} as unknown as Deployment;

let store: TestStore;
let stored = 0;
const history: Fact[] = [];
const late = 10_000_000;

beforeAll(async () => {
  store = await startTestStore(7852, ZONE);
  // Facts as they come, of any order and age.
  const facts = fc.sample(anyFacts, { numRuns: 12, seed: 7 }).flat();
  const known = new Map(facts.map((fact) => [identityOf(fact), fact]));
  for (let n = 0; n < 40; n++) {
    const at = dayStart(MONDAY, ZONE, -n) + 9 * HOUR + 10 * 60_000;
    for (let k = 0; k <= n % 4; k++) {
      const no = `past-${n}-${k}`;
      const report = hop({ no, at: at + k, receivedAt: at + k, source: sourceId('past') });
      known.set(report.id, report);
      known.set(no, patrol({ reportNo: no, at: at + k }));
    }
  }
  history.push(...known.values());
  stored = await store.insert(history, 1);
});
afterAll(() => store.stop());

/** A picture that folded everything live. */
function live(now: number): Picture {
  const picture = new Picture(deployment, now);
  picture.take(entriesOf(history));
  picture.advance(now);
  picture.model.matters.work();
  picture.commit(now);
  return picture;
}

test('the store folds to the same picture as the journal did', async () => {
  const now = MONDAY + 5 * HOUR;
  const fromStore = new Picture(deployment, now);
  fromStore.restart(await baseFromStore(store.reader, stored, now, time), now);
  fromStore.model.matters.work();
  fromStore.commit(now);
  const fromJournal = live(now);
  for (const name of VIEW_NAMES) {
    const rows = (picture: Picture) => new Map<string, unknown>(picture.views[name].rows);
    expect(rows(fromStore), name).toEqual(rows(fromJournal));
  }
});

test('what is beyond the position is left to the feed, and comes to the same', async () => {
  const now = MONDAY + 5 * HOUR;
  const half = Math.floor(stored / 2);
  const model = new Model(time, now, await baseFromStore(store.reader, half, now, time));
  for (const entry of entriesOf(history)) model.apply(entry);
  const ids = model.cases.unheld.askable(stored, Infinity);
  const known = new Map(
    (await askFolds(store.reader, casesById(ids))).map((fold) => [fold.id, fold]),
  );
  for (const id of ids) model.cases.recall(id, known.get(id) ?? null);
  const whole = live(now).model;
  expect(new Set(model.cases.openIds())).toEqual(new Set(whole.cases.openIds()));
  expect(model.tallies.ofToday()).toEqual(whole.tallies.ofToday());
  expect(new Set([...model.alerts.active()].map((event) => event.id))).toEqual(
    new Set([...whole.alerts.active()].map((event) => event.id)),
  );
});

test('picture and raw rows agree, and a picture that is wrong is caught', async () => {
  const now = MONDAY + 5 * HOUR;
  const picture = live(now);
  const row = await recount(store.reader, copyOf(picture), time, 1);
  expect(row.examples).toEqual([]);
  expect(row).toMatchObject({ seq: stored, differences: 0 });
  expect(row.compared).toBeGreaterThan(80);

  const shown = copyOf(picture);
  const wrong = {
    ...shown,
    cases: shown.cases.slice(1),
    matters: shown.matters!.map(({ members: [first, ...others], ...row }, n) => ({
      ...row,
      members:
        n > 0 ? [first!, ...others] : [{ ...first!, state: 'suspended' as const }, ...others],
    })),
    counters: shown.counters.map((counter) =>
      counter.name === 'orders' ? { ...counter, value: counter.value + 1 } : counter,
    ),
  };
  const caught = await recount(store.reader, wrong, time, 1);
  expect(caught.differences).toBe(3);
  expect(caught.examples.join()).toMatch(/case .*matter .*counter orders/);
});

test('behind every figure of today, of an hour and of a day stand as many rows', async () => {
  const now = MONDAY + 5 * HOUR;
  const { views, model } = live(now);
  const { counted } = groundFromStore(store.reader, ZONE, () => now);
  const behind = async (of: Counted, by: Partial<Parameters<typeof counted>[1]>) => {
    const everywhere = { time: null, grid: null, unit: null, source: null };
    const rows = await counted(of, { ...everywhere, ...by });
    if (!rows.ok) throw new Error(rows.error);
    expect(new Set(rows.value.map(({ id, kind }) => `${kind} ${id}`)).size).toBe(rows.value.length);
    return rows.value.length;
  };
  let weighed = 0;
  const equal = async (figure: number, of: Counted, by: Parameters<typeof behind>[1]) => {
    expect(await behind(of, by), `${of} ${JSON.stringify(by)}`).toBe(figure);
    if (figure > 0) weighed += 1;
  };
  for (const of of ['orders', 'patrols', 'selfHandled', 'closed'] as const)
    await equal(views.counters.rows.get(of)?.value ?? 0, of, {});
  for (const { grid, today, patrols } of views.grids.rows.values()) {
    await equal(today, 'reported', { grid });
    await equal(patrols, 'patrols', { grid });
  }
  for (const { unit, returned } of views.units.rows.values())
    await equal(returned, 'returned', { unit });
  for (const [source, { records, taken }] of model.tallies.ofToday().sources) {
    await equal(records, 'records', { source });
    await equal(taken, 'taken', { source });
  }
  for (const { at, orders, patrols } of views.hours.rows.values()) {
    await equal(orders, 'orders', { time: { from: at, to: at + HOUR } });
    await equal(patrols, 'patrols', { time: { from: at, to: at + HOUR } });
  }
  for (const { at, orders, closed } of views.days.rows.values()) {
    await equal(orders, 'orders', { time: { from: at, to: at + DAY } });
    await equal(closed, 'closed', { time: { from: at, to: at + DAY } });
  }
  expect(weighed).toBeGreaterThan(40);
});

test('the past is asked once and says what to expect of this hour and of today', async () => {
  const now = dayStart(MONDAY, ZONE) + 9 * HOUR + 30 * 60_000;
  const past = await historyFromStore(store.reader, now, time);
  const count = (from: number, to: number) =>
    history.filter((fact) =>
      (fact.kind === 'patrol' && fact.version === 0) ||
      (fact.kind === 'hop' && fact.event === 'report' && fact.channel !== 'patrol')
        ? fact.at >= from && fact.at < to
        : false,
    ).length;
  for (const [at, taken] of past.hours) expect(taken).toBe(count(at, at + HOUR));
  expect(past.hours.size).toBeGreaterThan(20);
  const expectations = new Expectations(past, ZONE);
  const weeks = past.sameWeekday.filter((day) => past.first !== null && day.start >= past.first);
  const orders = weeks.map(
    ({ start }) =>
      history.filter(
        (fact) =>
          fact.kind === 'hop' &&
          fact.event === 'report' &&
          fact.channel !== 'patrol' &&
          fact.at >= start &&
          fact.at < start + 9 * HOUR + 30 * 60_000,
      ).length,
  );
  const band = expectations.byNow('orders', now);
  expect(band?.days).toBe(orders.length);
  expect(band?.mean).toBeCloseTo((orders.reduce((a, b) => a + b, 0) + 0.5) / orders.length, 9);
  expect(expectations.inHour(dayStart(MONDAY, ZONE) + 9 * HOUR)?.days).toBe(5);
  expect(past.lastYear.size).toBe(0);
});

test('days of a year before are shown beside today’s where there were any', async () => {
  const now = MONDAY + 365 * DAY;
  const past = await historyFromStore(store.reader, now, time);
  const day = dayStart(MONDAY, ZONE);
  const expected = history.filter(
    (fact) =>
      ((fact.kind === 'patrol' && fact.version === 0) ||
        (fact.kind === 'hop' && fact.event === 'report' && fact.channel !== 'patrol')) &&
      fact.at >= day &&
      fact.at < day + DAY,
  ).length;
  expect(past.lastYear.get(dayStart(now, ZONE))).toBe(expected);
});

test('a screen drills from a grid to its cases to one case with its hops', async () => {
  const no = 'drill';
  const story = [
    hop({ no, grid: gridId('g9'), at: MONDAY }),
    hop({ no, grid: gridId('g9'), event: 'sign', at: MONDAY + HOUR, unit: unitId('u7') }),
    hop({
      no,
      grid: gridId('g9'),
      event: 'close',
      at: MONDAY + 2 * HOUR,
      unit: unitId('u7'),
      solved: 1,
    }),
  ];
  await store.insert(story, late);
  const [row, ...others] = await store.reader.query<CaseRowNow>(casesOfGrid('g9', 10));
  expect(others).toEqual([]);
  const id = row!.case_id;
  const [one] = await store.reader.query<CaseRowNow>(caseNow(id));
  const steps = await store.reader.query<HopRow>(hopsOfCase(id));
  const detail = detailOf(one!, steps, deployment);
  expect(detail).toMatchObject({
    id: story[0]!.caseId,
    state: 'closed',
    stateAt: MONDAY + 2 * HOUR,
    unit: 'u7',
    category: ['城市管理', '市容'],
    caller: '张*',
  });
  expect(detail.hops.map((step) => [step.event, step.solved])).toEqual([
    ['report', null],
    ['sign', null],
    ['close', 1],
  ]);
  expect(await store.reader.query(caseNow('nothing'))).toEqual([]);
});

test('the store folds every case as the picture does, in whatever order and batches its hops came', async () => {
  let next = late + 1_000;
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      anyHops.chain((hops) => fc.shuffledSubarray(hops, { minLength: hops.length })),
      fc.nat(60),
      async (hops, cut) => {
        const source = sourceId(`fold-${run++}`);
        const story = hops.map((one) => ({
          ...one,
          source,
          caseId: caseId(source, one.upstreamNo, 0),
          id: `${source}/${one.id}`,
        }));
        for (const part of [story.slice(0, cut), story.slice(cut)])
          if (part.length > 0) next = (await store.insert(part, next)) + 1;
        const folds = new Map<CaseId, CaseFold>();
        for (const one of story) {
          const fold = foldOfHop(one, acceptedAt(one));
          const known = folds.get(one.caseId);
          folds.set(one.caseId, known ? mergeFolds(fold, known) : fold);
        }
        const stored = await askFolds(store.reader, casesById([...folds.keys()]));
        expect(new Map(stored.map((fold) => [fold.id, fold]))).toEqual(folds);
      },
    ),
    { numRuns: 8 },
  );
});
