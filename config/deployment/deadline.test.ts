import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { HOUR } from '../contract/zone.ts';
import { calendarOf, workBetween } from './calendar.ts';
import { deadlineOf, dueAfter, type Ruled } from './deadline.ts';
import { extensionObstacles, mayExtend } from './extension.ts';
import { addSpan } from './limits.ts';
import { loadDeployment } from './load.ts';

const huangqiao = loadDeployment('huangqiao');
const zone = 'Asia/Shanghai';
const at = (text: string): number => DateTime.fromISO(text, { zone }).toMillis();
const local = (millis: number | null): string =>
  millis === null ? 'none' : DateTime.fromMillis(millis, { zone }).toFormat('MM-dd HH:mm');

/** Five working days; works from 9 to 17. */
const order = {
  source: '12345',
  type: 'help',
  urgency: 'normal',
  category: ['公用事业'],
  receivedAt: at('2026-05-25T10:00'),
} as const;
/** 24 hours, day and night. */
const urgent = { ...order, urgency: 'urgent' } as const;
const step = (event: 'suspend' | 'resume' | 'reopen' | 'rework', when: string) => ({
  event,
  at: at(when),
});
const due = (of: typeof order | typeof urgent, ...steps: ReturnType<typeof step>[]) =>
  local(deadlineOf(huangqiao, of, steps));

describe('the deadline of a case', () => {
  test('has again, once it is resumed, the working time that was left when it was suspended', () => {
    expect(due(order)).toBe('06-01 10:00');
    // four working days and an hour were left on Tuesday at nine
    const suspended = step('suspend', '2026-05-26T09:00');
    expect(due(order, suspended)).toBe('06-01 10:00');
    expect(due(order, suspended, step('resume', '2026-06-08T09:00'))).toBe('06-12 10:00');
    // resumed in the night it goes on in the morning
    expect(due(order, suspended, step('resume', '2026-06-07T23:00'))).toBe('06-12 10:00');
  });

  test('of an urgent case goes on in natural time', () => {
    const suspended = step('suspend', '2026-05-25T16:00');
    expect(due(urgent, suspended, step('resume', '2026-05-30T01:00'))).toBe('05-30 19:00');
  });

  test('that had passed before the suspension has passed after it', () => {
    const late = step('suspend', '2026-05-26T11:00');
    expect(due(urgent, late, step('resume', '2026-05-28T10:00'))).toBe('05-26 10:00');
  });

  test('is a full one again after reopening, and after rework only where the rules say so', () => {
    const reopened = step('reopen', '2026-06-10T10:00');
    expect(due(order, reopened)).toBe('06-17 10:00');
    const sent = step('rework', '2026-05-29T10:00');
    expect(due(order, sent)).toBe('06-01 10:00');
    const strict: Ruled = {
      ...huangqiao,
      limits: huangqiao.limits.map((rule) => ({ ...rule, rework: { value: 4, unit: 'workhour' } })),
    };
    expect(local(deadlineOf(strict, order, [sent]))).toBe('05-29 14:00');
  });

  test('of steps told for one minute goes by their usual course, whichever stands first', () => {
    const reopened = step('reopen', '2026-06-10T10:00');
    const suspended = step('suspend', '2026-06-10T10:00');
    const resumed = step('resume', '2026-06-15T10:00');
    expect(due(order, reopened, suspended, resumed)).toBe('06-17 10:00');
    expect(due(order, resumed, suspended, reopened)).toBe('06-17 10:00');
  });

  test('is the same in whatever order the steps are told', () => {
    const moment = fc.oneof(
      fc.integer({ min: order.receivedAt - 48 * HOUR, max: order.receivedAt + 900 * HOUR }),
      // as told to the day: several of one instant
      fc.integer({ min: -2, max: 9 }).map((days) => order.receivedAt + days * 24 * HOUR),
    );
    const steps = fc.uniqueArray(
      fc.record({ event: fc.constantFrom('suspend', 'resume', 'reopen', 'sign'), at: moment }),
      { selector: ({ event, at: when }) => `${event} ${when}`, maxLength: 8 },
    );
    const told = steps.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list, ...list], { minLength: 2 * list.length }),
      ),
    );
    fc.assert(
      fc.property(told, fc.constantFrom(order, urgent), ([list, shuffled], of) => {
        const plain = deadlineOf(huangqiao, of, list);
        expect(deadlineOf(huangqiao, of, shuffled)).toBe(plain);
        expect(plain).toBeGreaterThanOrEqual(deadlineOf(huangqiao, of, [])!);
      }),
    );
  });

  test('after a command is what the same steps give when they are told with their case', () => {
    const suspended = step('suspend', '2026-05-26T09:00');
    const resumed = step('resume', '2026-06-08T09:00');
    const standing = {
      ...order,
      dueAt: deadlineOf(huangqiao, order, [suspended]),
      suspendedAt: suspended.at,
    };
    const after = dueAfter(huangqiao, standing, 'resume', resumed.at);
    expect(after).toBe(deadlineOf(huangqiao, order, [suspended, resumed]));
    expect(dueAfter(huangqiao, { ...standing, dueAt: null }, 'resume', resumed.at)).toBeNull();
    expect(dueAfter(huangqiao, standing, 'urge', resumed.at)).toBe(standing.dueAt);
  });
});

test('working time between two instants is what is added to come from one to the other', () => {
  const calendar = calendarOf(huangqiao);
  const from = fc.integer({ min: at('2025-01-01'), max: at('2026-12-01') });
  fc.assert(
    fc.property(from, fc.integer({ min: 1, max: 400 }), (start, quarters) => {
      const end = addSpan(start, { value: quarters / 4, unit: 'workhour' }, huangqiao);
      expect(workBetween(start, end, calendar)).toBe((quarters / 4) * HOUR);
      expect(workBetween(end, start, calendar)).toBe(0);
    }),
  );
});

describe('putting a deadline off', () => {
  const dueAt = deadlineOf(huangqiao, order, []);
  const now = at('2026-05-28T10:00');
  const ask = (until: string, change = {}, when = now) =>
    mayExtend(huangqiao, { ...order, dueAt, extensions: 0, ...change }, at(until), when);

  test('is allowed once, before it has passed, by the original limit at most', () => {
    expect(ask('2026-06-08T10:00')).toBeNull();
    expect(ask('2026-06-08T10:01')).toBe('beyond');
    expect(ask('2026-06-01T10:00')).toBe('not-later');
    expect(ask('2026-06-02T10:00', { extensions: 1 })).toBe('extended');
    expect(ask('2026-06-02T10:00', {}, dueAt!)).toBeNull();
    expect(ask('2026-06-02T10:00', {}, dueAt! + 1)).toBe('late');
    expect(ask('2026-06-02T10:00', { dueAt: null })).toBe('no-deadline');
  });

  test('of a deadline that the upstream told goes by its length', () => {
    const told = order.receivedAt + 10 * HOUR;
    expect(ask('2026-05-26T06:00', { dueAt: told }, order.receivedAt)).toBeNull();
    expect(ask('2026-05-26T06:01', { dueAt: told }, order.receivedAt)).toBe('beyond');
  });

  test('by more than a rule of another place allows is refused there', () => {
    const rules = { ...huangqiao, extension: { times: 2, share: 0.5 } };
    const of = { ...order, dueAt, extensions: 1 };
    expect(mayExtend(rules, of, at('2026-06-03T14:00'), now)).toBeNull();
    expect(mayExtend(rules, of, at('2026-06-03T14:01'), now)).toBe('beyond');
  });

  test('by the upstream stands, and is marked where our rules would not have it', () => {
    const hop = (event: 'report' | 'sign' | 'extend', when: string, until: number | null) => ({
      event,
      at: at(when),
      dueAt: until,
    });
    const steps = [
      hop('report', '2026-05-25T10:00', dueAt),
      hop('extend', '2026-05-27T10:00', at('2026-06-05T10:00')),
      hop('sign', '2026-05-27T11:00', at('2026-06-05T10:00')),
      hop('extend', '2026-05-28T10:00', at('2026-06-06T10:00')),
    ];
    expect(extensionObstacles(huangqiao, order, steps)).toEqual([null, null, null, 'extended']);
  });
});
