import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hop } from '../../config/contract/facts.ts';
import { gridId, type Millis, unitId } from '../../config/contract/ids.ts';
import { HOP_EVENTS } from '../../config/contract/vocabulary.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { deadlineOf } from '../../config/deployment/deadline.ts';
import { loadDeployment } from '../../config/deployment/load.ts';
import { dueOf, foldOfHop, mergeFolds } from '../state/case-fold.ts';
import { acceptedAt, hop, MONDAY } from '../state/samples.ts';
import { givenBack } from './given-back.ts';
import { Pauses } from './pauses.ts';

const deployment = loadDeployment('huangqiao');
const limited = {
  source: '12345',
  type: 'help',
  urgency: 'normal',
  category: ['公用事业'],
  receivedAt: MONDAY,
} as const;
/** Five working days. */
const limit = deadlineOf(deployment, limited, [])!;
const order = hop({ no: '1', category: ['公用事业', '', '', ''], dueAt: limit });
const step = (event: Hop['event'], hours: number, of: Partial<Hop> = {}): Hop =>
  hop({
    ...{ no: '1', event, at: MONDAY + hours * HOUR, grid: gridId(''), unit: unitId('') },
    ...{ type: 'other', category: ['', '', '', ''], dueAt: null, text: null, asOf: 0 },
    ...of,
  });
const entries = (hops: readonly Hop[]) =>
  hops.map((fact) => ({ fact, accepted: acceptedAt(fact) }));
const dueNow = (hops: readonly Hop[]): Millis | null =>
  dueOf(
    entries(hops)
      .map(({ fact, accepted }) => foldOfHop(fact, accepted))
      .reduce(mergeFolds),
  );

/** What the journal then holds: every step handed in comes back. */
function settle(hops: readonly Hop[]): Hop[] {
  const all = [...hops];
  for (;;) {
    const given = givenBack(deployment, entries(all));
    if (given === null) return all;
    const [{ no, at, dueAt, note }] = given.hops;
    const back = step('amend', 0, { at, dueAt, note });
    all.push({ ...back, id: `${back.caseId}/${no}` });
    expect(all.length).toBeLessThan(hops.length + 20);
  }
}
const dueAfter = (...hops: Hop[]) => dueNow(settle(hops));
const byRule = (...moving: { event: Hop['event']; at: Millis }[]) =>
  deadlineOf(deployment, limited, moving);

describe('a case that was suspended', () => {
  const suspend = step('suspend', 3);
  const resume = step('resume', 8 * 24);
  const whole = byRule(suspend, resume);

  test('has back the working time that it lost, though suspension and resumption were told apart', () => {
    expect(whole).toBeGreaterThan(limit);
    expect(dueAfter(order, suspend, resume)).toBe(whole);
    expect(dueAfter(order, suspend)).toBe(limit);
  });

  test('goes on with the step that follows where nobody tells that it is resumed', () => {
    const dispatch = step('dispatch', 8 * 24);
    expect(dueAfter(order, suspend, dispatch)).toBe(whole);
    expect(dueAfter(order, suspend, dispatch, step('finish', 9 * 24))).toBe(whole);
  });

  test('keeps the deadline that stood where only a resumption is told', () => {
    expect(dueAfter(order, resume)).toBe(limit);
  });

  test('has the deadline that whoever resumed it told, and one told later', () => {
    const told = step('resume', 8 * 24, { dueAt: MONDAY + 300 * HOUR });
    expect(dueAfter(order, suspend, told)).toBe(MONDAY + 300 * HOUR);
    const extend = step('extend', 9 * 24, { dueAt: MONDAY + 400 * HOUR });
    expect(dueAfter(order, suspend, resume, extend)).toBe(MONDAY + 400 * HOUR);
  });

  test('has back each of two suspensions, and of what was extended in between only the second', () => {
    const again = [step('suspend', 9 * 24), step('resume', 11 * 24)] as const;
    expect(dueAfter(order, suspend, resume, ...again)).toBe(byRule(suspend, resume, ...again));
    const extend = step('extend', 8.5 * 24, { dueAt: MONDAY + 20 * 24 * HOUR });
    expect(dueAfter(order, suspend, resume, extend, ...again)).toBeGreaterThan(extend.dueAt!);
  });

  test('counts once what its order, told anew with both steps, counts already', () => {
    const anew = hop({
      ...order,
      no: '1',
      event: 'resume',
      at: resume.at,
      asOf: resume.at + HOUR,
      dueAt: whole,
    });
    expect(dueAfter(order, suspend, resume, anew)).toBe(whole);
  });

  test('has it back though its order was told anew by someone who did not know', () => {
    const anew = hop({
      ...order,
      no: '1',
      event: 'resume',
      at: resume.at,
      asOf: resume.at,
      dueAt: limit,
    });
    expect(dueAfter(order, suspend, anew)).toBe(whole);
  });
});

test('in whatever order its hops come, however often, and whenever it is looked at: the same deadline', () => {
  const anyStep = fc
    .record({
      event: fc.constantFrom<Hop['event']>(
        ...([
          'suspend',
          'suspend',
          'resume',
          'resume',
          'dispatch',
          'sign',
          'extend',
          'urge',
        ] as const),
      ),
      // some told to the day: several of one instant
      hours: fc.oneof(
        fc.integer({ min: 1, max: 400 }),
        fc.nat(9).map((days) => 24 * days),
      ),
    })
    .map(({ event, hours }) =>
      step(event, hours, {
        order: HOP_EVENTS.indexOf(event),
        ...(event === 'extend' ? { dueAt: MONDAY + (hours + 60) * HOUR } : {}),
      }),
    );
  const course = fc.uniqueArray(anyStep, { maxLength: 9, selector: ({ id }) => id });
  const arrivals = course.chain((steps) =>
    fc.record({
      steps: fc.constant(steps),
      arrived: fc.shuffledSubarray([order, order, ...steps, ...steps], {
        minLength: 2 * steps.length + 2,
      }),
      looks: fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }),
    }),
  );
  fc.assert(
    fc.property(arrivals, ({ steps, arrived, looks }) => {
      let journal: Hop[] = [];
      for (const [n, one] of arrived.entries()) {
        if (!journal.some(({ id }) => id === one.id)) journal.push(one);
        if (looks[n] && journal.includes(order)) journal = settle(journal);
      }
      expect(dueNow(settle(journal))).toBe(dueAfter(order, ...steps));
      const moving = steps.filter(({ event }) => event === 'suspend' || event === 'resume');
      if (moving.length === steps.length) {
        // resumed again, or suspended twice, is one record's own reckoning too
        const inOrder = steps.toSorted((a, b) => a.at - b.at);
        expect(dueAfter(order, ...steps)).toBe(byRule(...inOrder));
      }
    }),
    { numRuns: 300 },
  );
});

test('nothing is judged of a case until its deadline is held against its suspension, but for half a minute at most', () => {
  const pauses = new Pauses([], 0);
  const { caseId } = order;
  pauses.take({ caseId, event: 'report' }, 1);
  expect(pauses.holds(caseId)).toBe(false);
  pauses.take({ caseId, event: 'suspend' }, 2);
  pauses.take({ caseId, event: 'resume' }, 3);
  expect(pauses.holds(caseId)).toBe(true);
  expect(pauses.askable(2, 9)).toEqual([]);
  expect(pauses.askable(3, 9)).toEqual([{ id: caseId, seq: 3 }]);
  pauses.take({ caseId, event: 'amend' }, 4);
  expect(pauses.settled(caseId, 3)).toBe(false);
  expect(pauses.impatient(1_000)).toEqual([]);
  expect(pauses.impatient(30_999)).toEqual([]);
  expect(pauses.impatient(31_000)).toEqual([caseId]);
  expect(pauses.holds(caseId)).toBe(false);
  expect(pauses.settled(caseId, 4)).toBe(true);
  pauses.take({ caseId, event: 'dispatch' }, 5);
  expect(pauses.holds(caseId)).toBe(true);
});
