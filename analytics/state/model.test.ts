import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fact, Hop } from '../../config/contract/facts.ts';
import { gridId, unitId } from '../../config/contract/ids.ts';
import { VIEW_NAMES, type ViewName } from '../../config/contract/picture.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import { MatterRules } from '../../config/deployment/alert-rules.ts';
import { Expectations, noHistory } from '../trends/history.ts';
import { emptyViews, type ViewSet } from './keyed-view.ts';
import { LocalTime } from './local-time.ts';
import { Model } from './model.ts';
import { projectAll, projectChanges } from './project.ts';
import { anyFacts, entriesOf, hop, MONDAY, Numbered, patrol } from './samples.ts';

/** A deployment of a zone: its days, and the hours of a day whose clocks are changed, are its own. */
const settingIn = (zone: string) => ({
  time: new LocalTime(zone),
  grids: new Set(['g1']),
  units: new Set(['u1']),
  matters: MatterRules.parse({}),
  expectations: new Expectations(noHistory(0), zone),
});
type Setting = ReturnType<typeof settingIn>;
const suzhou = settingIn('Asia/Shanghai');
const anySetting = fc.constantFrom(
  ...[suzhou, suzhou, settingIn('America/New_York'), settingIn('Asia/Kolkata')],
);

/** Views as plain data, keys sorted. */
const shown = (views: ViewSet) =>
  Object.fromEntries(
    VIEW_NAMES.map((name) => [
      name,
      Object.fromEntries([...views[name].rows].sort(([a], [b]) => (a < b ? -1 : 1))),
    ]),
  );

/** The store gives no time back. */
function answer(model: Model) {
  for (const { id, seq } of model.pauses.askable(model.folded, Infinity)) {
    model.pauses.settled(id, seq);
    model.cases.release(id);
  }
}

function fromScratch(facts: readonly Fact[], now: number, setting: Setting) {
  const model = new Model(setting.time, now);
  for (const entry of entriesOf(facts)) model.apply(entry);
  answer(model);
  model.matters.work();
  const views = emptyViews();
  projectAll(model, views, setting.expectations, setting);
  for (const name of VIEW_NAMES) views[name].commit();
  return shown(views);
}

/** Minutes of nine days: on the sixth New York puts its clocks on. */
const anyTimes = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 3 * 24 * 60 }), fc.integer({ min: 0, max: 9 * 24 * 60 })),
  { minLength: 1, maxLength: 6 },
);

test('the order in which facts come does not matter, nor do repeats, nor how often the clock ticks', () => {
  const permuted = anyFacts.chain((facts) =>
    fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length })),
  );
  fc.assert(
    fc.property(permuted, anyTimes, anySetting, ([facts, shuffled], minutes, setting) => {
      const times = minutes.map((minute) => MONDAY + minute * 60_000).sort((a, b) => a - b);
      const end = times.at(-1)!;
      const model = new Model(setting.time, MONDAY - DAY);
      const views = emptyViews();
      const held = new Map<ViewName, Map<string, unknown>>(
        VIEW_NAMES.map((name) => [name, new Map()]),
      );
      const commit = () => {
        projectChanges(model, views, setting.expectations, setting);
        for (const name of VIEW_NAMES) {
          const view = views[name];
          const before = view.offset;
          view.commit();
          for (const key of view.since(before)!.keys()) {
            const row = view.get(key);
            if (row) held.get(name)!.set(key, row);
            else expect(held.get(name)!.delete(key)).toBe(true);
          }
        }
      };
      projectAll(model, views, setting.expectations, setting);
      commit();
      const all = entriesOf(shuffled);
      const share = Math.ceil(all.length / times.length);
      times.forEach((now, index) => {
        const part = all.slice(index * share, (index + 1) * share);
        for (const entry of part) model.apply(entry);
        for (const entry of part) model.apply(entry); // the line broke and repeats
        answer(model);
        model.advance(now);
        model.matters.work(index === times.length - 1 ? undefined : () => false);
        commit();
      });
      const scratch = fromScratch(facts, end, setting);
      expect(shown(views)).toEqual(scratch);
      for (const name of VIEW_NAMES)
        expect(Object.fromEntries(held.get(name)!)).toEqual(scratch[name]);
    }),
    { numRuns: 150 },
  );
});

test('the clock may go back, within its day or to the one before: lights and lists are as if it had never been ahead', () => {
  fc.assert(
    fc.property(
      anyFacts,
      anySetting,
      fc.constantFrom(2 * HOUR, 20 * HOUR),
      fc.nat(80),
      (facts, setting, ahead, known) => {
        const model = new Model(setting.time, MONDAY);
        const all = entriesOf(facts);
        for (const entry of all.slice(0, known)) model.apply(entry);
        expect(model.advance(MONDAY + ahead)).toBe(true);
        for (const entry of all.slice(known)) model.apply(entry);
        answer(model);
        expect(model.advance(MONDAY)).toBe(true);
        model.matters.work();
        const views = emptyViews();
        projectAll(model, views, setting.expectations, setting);
        for (const name of VIEW_NAMES) views[name].commit();
        expect(shown(views)).toEqual(fromScratch(facts, MONDAY, setting));
      },
    ),
    { numRuns: 100 },
  );
  expect(new Model(suzhou.time, MONDAY).advance(MONDAY - DAY)).toBe(false);
});

test('a hop that comes after its case has ended does not open it again', () => {
  const model = new Model(suzhou.time, MONDAY);
  const journal = new Numbered();
  const story = [
    hop({ no: '1' }),
    hop({ no: '1', event: 'close', at: MONDAY + 3 * HOUR }),
    hop({ no: '1', event: 'sign', at: MONDAY + HOUR }),
  ];
  for (const fact of story) model.apply(journal.entry(fact));
  expect(model.cases.open).toBe(0);
  model.apply(journal.entry(hop({ no: '1', event: 'reopen', at: MONDAY + 4 * HOUR })));
  expect(model.cases.open).toBe(1);
  expect(model.cases.row(story[0]!.caseId)).toMatchObject({
    state: 'reopened',
    subject: '路灯不亮 1',
  });
});

test('a case that goes on shows no light until it is known what time it has back, then that of its new deadline', () => {
  const model = new Model(suzhou.time, MONDAY);
  const due = MONDAY + 10 * HOUR;
  const journal = new Numbered();
  const { caseId: id } = hop({ no: '1' });
  const step = (event: Hop['event'], hours: number, dueAt = due) => {
    const fact = hop({ no: '1', event, at: MONDAY + hours * HOUR, dueAt });
    model.apply(journal.entry(fact, fact.at));
    return model.cases.get(id)!.light;
  };
  expect(step('report', 0)).toBe('green');
  expect(step('suspend', 1)).toBe('none');
  model.advance(MONDAY + 30 * HOUR);
  expect(step('resume', 30)).toBe('none');
  expect(model.cases.overdue).toBe(0);
  expect(step('amend', 30.1, due + 60 * HOUR)).toBe('none');
  answer(model);
  expect(model.cases.get(id)!.light).toBe('green');
  expect(step('comment', 31, due + 60 * HOUR)).toBe('green');
});

test('a case that goes on has its old deadline again where nobody says what time it has back', () => {
  const model = new Model(suzhou.time, MONDAY + 30 * HOUR);
  const story = [
    hop({ no: '1', dueAt: MONDAY + HOUR }),
    hop({ no: '1', event: 'suspend', at: MONDAY + 1, dueAt: MONDAY + HOUR }),
    hop({ no: '1', event: 'resume', at: MONDAY + 2, dueAt: MONDAY + HOUR }),
  ];
  for (const entry of entriesOf(story)) model.apply(entry);
  expect([...model.cases.unlit]).toEqual([story[0]!.caseId]);
  expect(model.pauses.impatient(0)).toEqual([]);
  for (const id of model.pauses.impatient(60_000)) model.cases.release(id);
  expect(model.cases.overdue).toBe(1);
  expect(model.cases.unlit.size).toBe(0);
});

test('an order of the year 2099 does not stand in front of those that come', () => {
  const model = new Model(suzhou.time, MONDAY);
  const at = Date.UTC(2099, 0, 1);
  const story = [hop({ no: '1', at, flags: ['clock-ahead'] }), hop({ no: '2' })];
  const journal = new Numbered();
  for (const fact of story) model.apply(journal.entry(fact, MONDAY));
  expect(model.cases.open).toBe(2);
  expect(model.arrivals.rows.map((row) => row.id)).toEqual([story[1]!.id]);
});

test('midnight in the zone of the deployment begins the counts anew, and tomorrow’s facts wait for it', () => {
  const model = new Model(suzhou.time, MONDAY);
  const midnight = Date.UTC(2026, 2, 2, 16);
  const story = [
    hop({ no: '1' }),
    hop({ no: '2', at: midnight - 1 }),
    hop({ no: '3', at: midnight, grid: gridId('g2') }),
    hop({ no: '3', at: midnight + 1, event: 'return', unit: unitId('u2') }),
    patrol({ reportNo: '9', at: midnight + HOUR }),
  ];
  for (const entry of entriesOf(story)) model.apply(entry);
  expect(model.tallies.ofToday()).toMatchObject({ orders: 2, patrols: 0 });
  model.advance(midnight);
  expect(model.tallies.ofToday()).toMatchObject({ orders: 1, patrols: 1, selfHandled: 1 });
  expect(model.tallies.ofToday().returned.get(unitId('u2'))).toBe(1);
});
