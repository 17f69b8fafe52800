import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, test } from 'vitest';
import { calendarOf, isProvisional } from './calendar.ts';
import { addSpan, limitsOf } from './limits.ts';
import { loadDeployment } from './load.ts';
import type { Span } from './schema.ts';

const huangqiao = loadDeployment('huangqiao');
const boston = loadDeployment('boston');
const at = (text: string, zone = 'Asia/Shanghai'): number =>
  DateTime.fromISO(text, { zone }).toMillis();
const local = (millis: number, zone = 'Asia/Shanghai'): string =>
  DateTime.fromMillis(millis, { zone }).toFormat('yyyy-MM-dd HH:mm');
const due = (text: string, span: Span): string => local(addSpan(at(text), span, huangqiao));

describe('a due time', () => {
  test('in natural hours and days runs through the night and the weekend', () => {
    expect(due('2026-05-29T22:30', { value: 3, unit: 'hour' })).toBe('2026-05-30 01:30');
    expect(due('2026-05-29T22:30', { value: 2, unit: 'day' })).toBe('2026-05-31 22:30');
  });

  test('in working days ends at the same time of day, the weekend skipped', () => {
    expect(due('2026-05-25T10:00', { value: 5, unit: 'workday' })).toBe('2026-06-01 10:00');
  });

  test('of an order that came at night begins when the office opens', () => {
    expect(due('2026-05-25T20:00', { value: 2, unit: 'workhour' })).toBe('2026-05-26 11:00');
    expect(due('2026-05-25T05:00', { value: 2, unit: 'workhour' })).toBe('2026-05-25 11:00');
  });

  test('of an order from a Saturday ends with Friday', () => {
    expect(due('2026-05-23T12:00', { value: 5, unit: 'workday' })).toBe('2026-05-29 17:00');
  });

  test('skips the Spring Festival, and counts the Saturday that is worked in its place', () => {
    // 2026: 02-15 … 02-23 off, Saturday 02-14 and Saturday 02-28 worked.
    expect(due('2026-02-13T10:00', { value: 1, unit: 'workday' })).toBe('2026-02-14 10:00');
    expect(due('2026-02-13T10:00', { value: 2, unit: 'workday' })).toBe('2026-02-24 10:00');
  });

  test('keeps the local time of day over a change of summer time', () => {
    const zone = 'America/New_York';
    const from = at('2026-03-07T12:00', zone);
    expect(local(addSpan(from, { value: 1, unit: 'day' }, boston), zone)).toBe('2026-03-08 12:00');
    expect(addSpan(from, { value: 24, unit: 'hour' }, boston)).not.toBe(
      addSpan(from, { value: 1, unit: 'day' }, boston),
    );
  });
});

const instant = fc.integer({ min: at('2024-01-01'), max: at('2027-12-31') });
const hours = fc.integer({ min: 1, max: 120 }).map((quarters) => quarters / 4);
const anywhere = fc.constantFrom(huangqiao, boston);

describe('working time', () => {
  test('adds up: two spans after each other are their sum', () => {
    fc.assert(
      fc.property(instant, hours, hours, anywhere, (from, a, b, place) => {
        const span = (value: number): Span => ({ value, unit: 'workhour' });
        const stepwise = addSpan(addSpan(from, span(a), place), span(b), place);
        expect(stepwise).toBe(addSpan(from, span(a + b), place));
      }),
    );
  });

  test('never ends before it began or outside the hours of a working day, and never runs back', () => {
    fc.assert(
      fc.property(instant, instant, hours, anywhere, (one, other, value, place) => {
        const end = addSpan(one, { value, unit: 'workhour' }, place);
        const day = calendarOf(place).dayAt(end);
        expect(end).toBeGreaterThan(one);
        expect(day.workday).toBe(true);
        expect(end).toBeGreaterThan(day.opens);
        expect(end).toBeLessThanOrEqual(day.closes);
        const end2 = addSpan(other, { value, unit: 'workhour' }, place);
        expect(Math.sign(end2 - end) * Math.sign(other - one)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('of a day is all its working hours', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 20 }), anywhere, (from, days, place) => {
        const [opens, closes] = place.workHours;
        expect(addSpan(from, { value: days, unit: 'workday' }, place)).toBe(
          addSpan(from, { value: days * (closes - opens), unit: 'workhour' }, place),
        );
      }),
    );
  });

  test('every instant lies in its local day', () => {
    fc.assert(
      fc.property(instant, anywhere, (when, place) => {
        const day = calendarOf(place).dayAt(when);
        expect(day.starts).toBeLessThanOrEqual(when);
        expect(day.ends).toBeGreaterThan(when);
        expect(local(when, place.zone).slice(0, 10)).toBe(day.date);
      }),
    );
  });
});

describe('the limits of a case', () => {
  const of = {
    source: '12345',
    type: 'help',
    urgency: 'normal',
    category: ['公用事业'],
    receivedAt: at('2026-05-25T10:00'),
  } as const;

  test('in general: sign in 2 working hours, contact in 4, handle in 5 working days', () => {
    expect(limitsOf(huangqiao, of)).toMatchObject({
      sign: { value: 2, unit: 'workhour' },
      contact: { value: 4, unit: 'workhour' },
      handle: { value: 5, unit: 'workday' },
    });
  });

  test('of a complaint: 7 working days', () => {
    expect(limitsOf(huangqiao, { ...of, type: 'complaint' })?.handle.value).toBe(7);
  });

  test('of an urgent matter are shorter than anything its type would give', () => {
    const from = at('2026-05-25T10:00');
    const end = (urgency: 'normal' | 'urgent' | 'critical') =>
      addSpan(from, limitsOf(huangqiao, { ...of, urgency, type: 'complaint' })!.handle, huangqiao);
    expect(end('critical')).toBeLessThan(end('urgent'));
    expect(end('urgent')).toBeLessThan(end('normal'));
  });

  test('stay what they were for older cases when a rule changes', () => {
    const changed = {
      ...huangqiao,
      limits: [
        { since: '2026-06-01', handle: { value: 3, unit: 'workday' as const } },
        ...huangqiao.limits,
      ],
    };
    const days = (receivedAt: number) => limitsOf(changed, { ...of, receivedAt })?.handle.value;
    expect(days(at('2026-05-31T23:59:59'))).toBe(5);
    expect(days(at('2026-06-01T00:00:00'))).toBe(3);
  });

  test('are unknown where a deployment sets none', () => {
    expect(limitsOf(boston, of)).toBeNull();
  });
});

test('a deadline in a year whose days off are not published yet is provisional', () => {
  expect(isProvisional(at('2026-12-31T23:00'), huangqiao)).toBe(false);
  expect(isProvisional(at('2044-01-01T01:00'), huangqiao)).toBe(true);
  expect(isProvisional(at('2044-01-01T01:00'), boston)).toBe(false);
});
