import { expect, it } from 'vitest';
import { isNight } from './theme.ts';

it('counts the night over midnight', () => {
  const hours = [21, 22, 23, 0, 5, 6, 12].map((hour) => isNight(hour, [22, 6]));
  expect(hours).toEqual([false, true, true, true, true, false, false]);
});

it('counts hours within one day, and none where they are the same', () => {
  expect([0, 1, 4, 5].map((hour) => isNight(hour, [1, 5]))).toEqual([false, true, true, false]);
  expect([0, 8, 23].some((hour) => isNight(hour, [8, 8]))).toBe(false);
});
