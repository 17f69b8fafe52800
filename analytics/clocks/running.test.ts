import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hop } from '../../config/contract/facts.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { obstaclesOf } from '../../config/contract/machine.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { CaseBook } from '../state/case-book.ts';
import { dueOf, foldOfHop, limitFrom, mergeFolds, stateOf } from '../state/case-fold.ts';
import { acceptedAt, anyHops, hop, MONDAY, Numbered } from '../state/samples.ts';
import { rungsAbout } from './ladder.ts';
import { lightOf } from './light.ts';
import { runningClocks } from './running.ts';

const until = (at: Millis) => ({ stepDue: new Date(at).toISOString() });
const clocksAfter = (...hops: Hop[]) =>
  runningClocks(hops.map((one) => foldOfHop(one, acceptedAt(one))).reduce(mergeFolds)).map(
    ({ clock, from, dueAt }) => [clock, from, dueAt],
  );

describe('the clocks that run', () => {
  const order = hop({ no: '1', event: 'report' });
  const handle = ['handle', MONDAY, order.dueAt];
  const after = (event: Hop['event'], hours: number, change: Partial<Hop> = {}) =>
    hop({ no: '1', event, at: MONDAY + hours * HOUR, ...change });
  const dispatch = after('dispatch', 1, { details: until(MONDAY + 3 * HOUR) });
  const back = after('return', 2);
  const again = after('dispatch', 4, { details: until(MONDAY + 6 * HOUR) });

  test('of signing end with a return, and begin anew with the next dispatch', () => {
    expect(clocksAfter(order, dispatch)).toEqual([
      handle,
      ['sign', MONDAY + HOUR, MONDAY + 3 * HOUR],
    ]);
    expect(clocksAfter(order, dispatch, back)).toEqual([handle]);
    expect(clocksAfter(order, dispatch, back, again)).toEqual([
      handle,
      ['sign', MONDAY + 4 * HOUR, MONDAY + 6 * HOUR],
    ]);
  });

  test('stand still while a case is suspended, and go on to the deadline that its resumption tells', () => {
    const suspend = after('suspend', 5);
    const resume = after('resume', 50, { dueAt: MONDAY + 93 * HOUR });
    expect(clocksAfter(order, dispatch, suspend)).toEqual([]);
    expect(clocksAfter(order, dispatch, suspend, resume)).toEqual([
      ['handle', MONDAY, MONDAY + 93 * HOUR],
    ]);
  });

  test('go on to the deadline that stood where only a resumption is told: it is one of nothing suspended', () => {
    const resume = after('resume', 50);
    expect(clocksAfter(order, dispatch, resume)).toEqual([handle]);
    expect(obstaclesOf(['report', 'dispatch', 'resume'])).toEqual([null, null, 'not-suspended']);
  });

  test('begin at the reopening of a case that is done again under its number', () => {
    const close = after('close', 100);
    const reopen = after('reopen', 200, { dueAt: MONDAY + 300 * HOUR });
    const redo = [order, dispatch, close, reopen];
    expect(clocksAfter(...redo)).toEqual([['handle', MONDAY + 200 * HOUR, MONDAY + 300 * HOUR]]);
    const fold = redo.map((one) => foldOfHop(one, acceptedAt(one))).reduce(mergeFolds);
    // yellow at 70 % of the hundred hours that the redo has, not at once
    expect(rungsAbout(runningClocks(fold), reopen.at)).toEqual({
      last: null,
      next: MONDAY + 270 * HOUR,
    });
  });

  test('of a reopened case that got no new deadline ran out when the old one did', () => {
    const close = after('close', 100);
    const reopen = after('reopen', 200, { dueAt: order.dueAt });
    expect(clocksAfter(order, close, reopen)).toEqual([handle]);
  });

  test('of first contact ends once, whenever it was told', () => {
    const sign = after('sign', 2, { details: until(MONDAY + 6 * HOUR) });
    expect(clocksAfter(order, sign)).toHaveLength(2);
    expect(clocksAfter(order, sign, after('contact', 3))).toEqual([handle]);
  });
});

test('in whatever order hops come, and however often: state, clocks, rungs and lights are the same', () => {
  const timed = anyHops.map((hops) =>
    hops.map((one, n) => ({ ...one, details: until(one.at + (n % 7) * HOUR) })),
  );
  const arrivals = timed.chain((hops) =>
    fc.tuple(
      fc.constant(hops),
      fc.shuffledSubarray([...hops, ...hops], { minLength: 2 * hops.length }),
      fc.array(fc.integer({ min: -50, max: 200 }), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 180 }),
    ),
  );
  const live = (hops: readonly Hop[], times: readonly Millis[]) => {
    const book = new CaseBook(MONDAY);
    const journal = new Numbered();
    for (const [n, one] of hops.entries()) {
      book.apply(one, journal.entry(one));
      book.advance(times[n % times.length]!);
    }
    book.advance(times.at(-1)!);
    return [...new Set(hops.map((one) => one.caseId))].sort().map((id) => book.get(id)!);
  };
  fc.assert(
    fc.property(arrivals, ([hops, arrived, hours, ahead]) => {
      const now = MONDAY + hours[0]! * HOUR;
      const times = [...hours.map((hour) => MONDAY + hour * HOUR), now + ahead * 60_000, now];
      const shown = (list: readonly Hop[], moments: readonly Millis[]) =>
        live(list, moments).map(({ fold, light }) => {
          const running = runningClocks(fold);
          return { id: fold.id, state: stateOf(fold), light, running, ...rungsAbout(running, now) };
        });
      // time that went on and back, as a machine's clock may, against time that stood still
      expect(shown(arrived, times)).toEqual(shown(hops, [now]));
      for (const { fold, light } of live(arrived, times)) {
        const clocked = { state: stateOf(fold), from: limitFrom(fold), dueAt: dueOf(fold) };
        expect(light).toBe(lightOf(clocked, now));
      }
    }),
    { numRuns: 100 },
  );
});
