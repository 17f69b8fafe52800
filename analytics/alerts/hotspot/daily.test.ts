import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY } from '../../../config/contract/zone.ts';
import { calendarOf } from '../../../config/deployment/calendar.ts';
import { loadDeployment } from '../../../config/deployment/load.ts';
import { MONDAY } from '../../state/samples.ts';
import { Daily } from './daily.ts';

const calendar = calendarOf(loadDeployment('huangqiao'));
const places = new Map(['a', 'b', 'c'].map((id, n) => [id, n]));
const dailyAt = (now: number) => new Daily(calendar, now, 28, places, ['城市管理', '水利防汛']);

test('what is expected of a place is its share of the year before the days that are looked at', () => {
  const daily = dailyAt(MONDAY);
  for (let day = 28; day < 128; day++) daily.add('a', '城市管理', MONDAY - day * DAY, 3);
  for (let day = 28; day < 125; day++) daily.add('b', '', MONDAY - day * DAY, 1);
  daily.add('c', '城市管理', MONDAY - 2 * DAY, 7);
  const [all, city, ...none] = daily.look(MONDAY)!.streams;
  expect([...all!.shares]).toEqual([301 / 400, 98 / 400, 1 / 400]);
  expect([...all!.counts.subarray(6, 9)]).toEqual([0, 0, 7]);
  expect(all!.usual.slice(0, 3)).toEqual([0, 7, 0]);
  // of a category as the places share it, and a little as they share all
  expect(city!.shares[0]).toBeCloseTo((300 + (3 * 301) / 400) / 303, 12);
  expect(none).toEqual([]);
  expect(dailyAt(MONDAY).look(MONDAY)).toBeNull();
});

test('days that pass, a clock that goes back and orders that come late: the same as told at once', () => {
  const order = fc.record({
    place: fc.constantFrom('a', 'b', 'c', 'elsewhere'),
    category: fc.constantFrom('城市管理', '水利防汛', '别的'),
    day: fc.integer({ min: -440, max: 40 }),
    count: fc.integer({ min: 1, max: 4 }),
  });
  const turns = fc.array(fc.tuple(fc.array(order, { maxLength: 20 }), fc.nat(40)), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(turns, (told) => {
      const daily = dailyAt(MONDAY);
      for (const [orders, day] of told) {
        for (const of of orders) daily.add(of.place, of.category, MONDAY + of.day * DAY, of.count);
        daily.look(MONDAY + day * DAY);
      }
      // what was told within a day is habit from the next day on
      const end = MONDAY + 41 * DAY;
      const oldest = end - (364 + 27) * DAY;
      const atOnce = dailyAt(end);
      for (const of of told.flatMap(([orders]) => orders))
        if (MONDAY + of.day * DAY >= oldest)
          atOnce.add(of.place, of.category, MONDAY + of.day * DAY, of.count);
      expect(daily.look(end)).toEqual(atOnce.look(end));
    }),
  );
});
