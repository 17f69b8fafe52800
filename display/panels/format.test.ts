import { expect, it } from 'vitest';
import { en } from '../text/en.ts';
import { zh } from '../text/zh.ts';
import { createFormat } from './format.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = Date.UTC(2026, 10, 24, 3, 5, 7);
const suzhou = createFormat(zh, 'zh', 'Asia/Shanghai');
const boston = createFormat(en, 'en', 'America/New_York');

it('tells the time of the deployment, whatever the zone of the machine', () => {
  expect(suzhou.second(at)).toBe('11:05:07');
  expect(boston.second(at)).toBe('22:05:07');
  expect(suzhou.date(at)).toBe('2026年11月24日 星期二');
  expect(suzhou.isoDay(Date.UTC(2026, 10, 23, 16))).toBe('2026-11-24');
  expect(boston.date(at)).toBe('Mon 23 Nov 2026');
});

it('writes midnight as 00:00 and counts its hour as 0', () => {
  const midnight = Date.UTC(2026, 10, 23, 16);
  expect(suzhou.clock(midnight)).toBe('00:00');
  expect(suzhou.hour(midnight)).toBe(0);
});

it('adds the day only where it is another day', () => {
  expect(suzhou.moment(at - HOUR, at)).toBe('10:05');
  expect(suzhou.moment(at - 24 * HOUR, at)).toBe('11/23 11:05');
});

it('gives ages coarsely and lengths in two units', () => {
  expect(suzhou.age(at - 59_000, at)).toBe('刚刚');
  expect(suzhou.age(at - 5 * MINUTE, at)).toBe('5 分钟前');
  expect(suzhou.age(null, at)).toBe('暂无');
  expect(suzhou.age(at + MINUTE, at)).toBe('刚刚');
  expect(suzhou.span(95 * MINUTE)).toBe('1 时 35 分');
  expect(boston.span(50 * HOUR)).toBe('2 d 2 h');
  expect(suzhou.stopwatch(26 * HOUR + 3 * MINUTE + 4900)).toBe('26:03:04');
});
