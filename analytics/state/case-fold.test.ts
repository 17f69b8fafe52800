import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Hop } from '../../config/contract/facts.ts';
import { gridId, type Millis, type UnitId, unitId } from '../../config/contract/ids.ts';
import { clockFlags, rankedTime } from '../../config/contract/told-time.ts';
import { type CaseState, STATE_AFTER } from '../../config/contract/vocabulary.ts';
import { DAY, HOUR } from '../../config/contract/zone.ts';
import {
  type CaseFold,
  dueOf,
  foldOfHop,
  HANDS_OVER,
  hazardLateAt,
  mergeFolds,
  stateAt,
  stateOf,
  unitOf,
} from './case-fold.ts';
import { hazardOf } from './hazard.ts';
import { acceptedAt, anyHops, hop, MONDAY } from './samples.ts';

const YEAR_2099 = Date.UTC(2099, 0, 1);
const folded = (hops: readonly Hop[], accepted: (of: Hop) => Millis = acceptedAt): CaseFold =>
  hops.map((one) => foldOfHop(one, accepted(one))).reduce(mergeFolds);

const order = hop({ no: '1' });
/** A step told without its case. */
const alone = (of: Partial<Hop> & { at: Millis; event: Hop['event'] }): Hop =>
  hop({ no: '1', grid: gridId(''), unit: unitId(''), dueAt: null, ...of, asOf: 0, text: null });
const shown = (...hops: Hop[]) => {
  const fold = folded(hops);
  expect(folded([...hops, ...hops].reverse())).toEqual(fold);
  return { unit: unitOf(fold), due: dueOf(fold), state: stateOf(fold) };
};

describe('a step told alone', () => {
  const dispatch = alone({ event: 'dispatch', at: MONDAY + HOUR, unit: unitId('u2') });
  const extend = alone({ event: 'extend', at: MONDAY + 2 * HOUR, dueAt: MONDAY + 5 * DAY });
  const back = alone({ event: 'return', at: MONDAY + 3 * HOUR });

  test('hands the case to the unit it names, and a return leaves it with the centre', () => {
    expect(shown(order, dispatch)).toMatchObject({ unit: 'u2', state: 'dispatched' });
    expect(shown(order, dispatch, back)).toMatchObject({ unit: '', state: 'returned' });
    const again = alone({ event: 'dispatch', at: MONDAY + 4 * HOUR, unit: unitId('u3') });
    expect(shown(order, dispatch, back, again)).toMatchObject({ unit: 'u3' });
  });

  test('that extends moves the deadline alone', () => {
    expect(shown(order, extend)).toEqual({ unit: 'u1', due: MONDAY + 5 * DAY, state: 'reported' });
    expect(folded([order, extend]).dimensions).toEqual(folded([order]).dimensions);
  });

  test('stands until its order is told anew, and against an older word that comes late', () => {
    const older = hop({ no: '1', event: 'comment', at: MONDAY + HOUR / 2 });
    expect(shown(order, dispatch, extend, older)).toMatchObject({
      unit: 'u2',
      due: MONDAY + 5 * DAY,
    });
    const newer = hop({ no: '1', event: 'comment', at: MONDAY + 1, asOf: MONDAY + DAY });
    expect(shown(order, dispatch, extend, newer)).toMatchObject({ unit: 'u1', due: order.dueAt });
  });

  test('that only remarks moves nothing, whoever it names', () => {
    const urge = alone({ event: 'urge', at: MONDAY + HOUR, unit: unitId('u9') });
    expect(shown(order, urge)).toMatchObject({ unit: 'u1', due: order.dueAt });
    expect(shown(urge)).toEqual({ unit: '', due: null, state: 'reported' });
  });
});

describe('what the rules look at', () => {
  test('is each return once, the newest eight', () => {
    const returns = Array.from({ length: 10 }, (_, n) =>
      hop({ no: '1', event: 'return', at: MONDAY + n * HOUR }),
    );
    expect(folded(returns.slice(0, 3)).returns).toHaveLength(3);
    expect(folded([...returns, ...returns].reverse()).returns.map(({ id }) => id)).toEqual(
      returns.slice(2).map(({ id }) => id),
    );
  });

  test('is who urged, supervised and took it up again', () => {
    const at = MONDAY + HOUR;
    const fold = folded([
      order,
      alone({ event: 'urge', at }),
      alone({ event: 'urge', at: at + 1 }),
      alone({ event: 'supervise', at }),
      alone({ event: 'reopen', at }),
    ]);
    expect(fold).toMatchObject({ supervised: true, reopenedAt: at });
    expect([fold.urges.length, fold.returns.length]).toEqual([2, 0]);
    expect(folded([order])).toMatchObject({ supervised: false, reopenedAt: 0, hazard: null });
  });

  test('is the hazard as it was last told, part by part', () => {
    const report = hop({ no: '1', details: { hazard: 'general', firm: '甲厂' } });
    const worse = alone({ event: 'comment', at: MONDAY + HOUR, details: { hazard: 'major' } });
    const fold = folded([worse, report]);
    expect(hazardOf(fold.hazard)).toEqual({ level: 'major', firm: '甲厂', revisitDue: null });
    expect(hazardLateAt(fold)).toBe((order.dueAt ?? 0) + 1);
    const revisitDue = new Date(MONDAY + DAY).toISOString();
    const told = folded([
      worse,
      report,
      alone({ event: 'comment', at: MONDAY, details: { revisitDue } }),
    ]);
    expect(hazardLateAt(told)).toBe(MONDAY + DAY + 1);
    const done = folded([worse, report, alone({ event: 'finish', at: MONDAY + 2 * HOUR })]);
    expect(hazardLateAt(done)).toBeNull();
  });
});

describe('a time that cannot be', () => {
  const accepted = MONDAY + DAY;
  const at = (of: Hop) => (of.at > accepted || of.asOf > accepted ? accepted : of.at);

  test('neither freezes an order nor keeps it closed', () => {
    const flags = clockFlags([YEAR_2099], accepted);
    const frozen = hop({ no: '1', event: 'amend', at: MONDAY + 1, asOf: YEAR_2099, flags });
    const close = hop({ no: '1', event: 'close', at: YEAR_2099, flags });
    const early = folded([order, frozen, close], at);
    expect(stateOf(early)).toBe('closed');
    expect(stateAt(early)).toBe(accepted);
    const reopen = hop({ no: '1', event: 'reopen', at: accepted + HOUR, unit: unitId('u4') });
    const later = folded([order, frozen, close, reopen], at);
    expect([stateOf(later), unitOf(later)]).toEqual(['reopened', 'u4']);
  });

  test('of a clock that was never set counts as of its acceptance', () => {
    const flags = clockFlags([Date.UTC(1975, 0, 1)], accepted);
    const close = hop({ no: '1', event: 'close', at: Date.UTC(1975, 0, 1), flags });
    expect(stateOf(folded([order, close], () => accepted))).toBe('closed');
  });

  test('is flagged a day beyond acceptance, and before the year 2000', () => {
    expect(clockFlags([accepted, accepted + DAY], accepted)).toEqual([]);
    expect(clockFlags([accepted + DAY + 1], accepted)).toEqual(['clock-ahead']);
    expect(clockFlags([1, YEAR_2099], accepted)).toEqual(['clock-ahead', 'clock-behind']);
    expect(clockFlags([Date.UTC(2000, 0, 1)], accepted)).toEqual([]);
  });
});

/** The same told one after another, as it would have come in order. */
function replayed(hops: readonly Hop[]) {
  const time = (of: Hop, at: Millis) => rankedTime(at, of.flags, acceptedAt(of));
  const sorted = (when: (of: Hop) => Millis) =>
    hops.toSorted(
      (a, b) =>
        when(a) - when(b) ||
        time(a, a.at) - time(b, b.at) ||
        a.order - b.order ||
        (a.id < b.id ? -1 : 1),
    );
  let state: CaseState = 'reported';
  for (const { event } of sorted((of) => time(of, of.at))) state = STATE_AFTER[event] ?? state;
  let unit = '' as UnitId;
  let due: Millis | null = null;
  for (const of of sorted((one) => time(one, one.asOf || one.at))) {
    if (of.asOf > 0) {
      unit = of.unit;
      due = of.dueAt;
      continue;
    }
    if (of.event === 'return') unit = unitId('');
    else if (HANDS_OVER.has(of.event) && of.unit !== '') unit = of.unit;
    due = of.dueAt ?? due;
  }
  return { state, unit, due };
}

test('any order of arrival with duplicates ends as the hops told in order do', () => {
  const arrivals = anyHops.chain((hops) =>
    fc.tuple(
      fc.constant(hops),
      fc.shuffledSubarray([...hops, ...hops], { minLength: 2 * hops.length }),
    ),
  );
  fc.assert(
    fc.property(arrivals, ([hops, arrived]) => {
      for (const id of new Set(hops.map((one) => one.caseId))) {
        const of = (one: Hop) => one.caseId === id;
        const fold = folded(arrived.filter(of));
        expect(fold).toEqual(folded(hops.filter(of)));
        expect({ state: stateOf(fold), unit: unitOf(fold), due: dueOf(fold) }).toEqual(
          replayed(hops.filter(of)),
        );
      }
    }),
    { numRuns: 200 },
  );
});
