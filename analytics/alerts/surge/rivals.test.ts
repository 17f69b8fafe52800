import { expect, test } from 'vitest';
import { random } from '../../../config/deployment/random.ts';
import { earsC2, farrington, predict } from './rivals.ts';

test('EARS C2 counts deviations above the week two days back', () => {
  // mean 4, deviation √(28 ÷ 6)
  expect(earsC2(10, [1, 2, 3, 4, 5, 6, 7])).toBeCloseTo(6 / Math.sqrt(28 / 6), 12);
  expect(earsC2(3, [1, 1, 1, 1, 1, 1, 1])).toBe(4);
});

test('the Farrington regression recovers rate, trend and free days, and forgives a past outbreak', () => {
  const rng = random(4);
  const rows = Array.from({ length: 350 }, (_, d) => [1, d / 350, d % 7 > 4 ? 1 : 0]);
  const truth = (row: readonly number[]) => Math.exp(2 + 0.5 * row[1]! - 0.4 * row[2]!);
  const counts = rows.map((row, d) => rng.poisson(truth(row)) + (d >= 200 && d < 204 ? 60 : 0));
  const fit = farrington(rows, counts);
  for (const row of [rows[0]!, rows[349]!, rows[5]!])
    expect(Math.abs(predict(fit, row) / truth(row) - 1)).toBeLessThan(0.12);
  expect(fit.dispersion).toBeLessThan(2);
});
