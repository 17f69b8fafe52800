import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { logGamma } from '../../trends/band.ts';
import { logUpperTail } from './tails.ts';

describe('the probability of at least so many', () => {
  test.each([
    // 1 − e⁻¹; 1 − 2.5 e⁻¹; 1 − Σ₀² 0.28ᵏ e⁻⁰·²⁸ ÷ k!
    [1, 1, 1, 1 - Math.exp(-1)],
    [3, 1, 1, 1 - 2.5 * Math.exp(-1)],
    [3, 0.28, 1, 1 - Math.exp(-0.28) * (1 + 0.28 + 0.28 ** 2 / 2)],
    // size 1 and dispersion 2 is the geometric distribution with p = ½
    [1, 1, 2, 1 / 2],
    [10, 1, 2, 2 ** -10],
    [1000, 1, 2, 2 ** -1000],
    // size 2, dispersion 2: P(0) = ¼, P(1) = ¼
    [2, 2, 2, 1 / 2],
  ])('%i where %f is expected, dispersion %f', (observed, mean, dispersion, p) => {
    const log = logUpperTail(observed, mean, dispersion);
    expect(Math.abs(log - Math.log(p))).toBeLessThan(1e-10);
  });

  test('holds far beyond what a double can hold, and for ten thousand an hour', () => {
    // e⁻¹ ÷ 1000! × (1 + 1/1001 + …)
    const first = -1 - logGamma(1001) + Math.log1p(1 / 1001 + 1 / (1001 * 1002));
    expect(logUpperTail(1000, 1, 1)).toBeCloseTo(first, 6);
    expect(Math.exp(logUpperTail(10_000, 10_000, 1))).toBeCloseTo(0.50133, 4);
    // three deviations above: the normal's 0.00135, a little more for the skew
    expect(Math.exp(logUpperTail(10_300, 10_000, 1))).toBeCloseTo(0.00144, 4);
  });

  test('is 1 for none, and grows less the more are asked for', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 1e-6, max: 200, noNaN: true }),
        fc.double({ min: 1, max: 5, noNaN: true }),
        (observed, mean, dispersion) => {
          const here = logUpperTail(observed, mean, dispersion);
          expect(logUpperTail(0, mean, dispersion)).toBe(0);
          expect(here).toBeLessThanOrEqual(0);
          expect(logUpperTail(observed + 1, mean, dispersion)).toBeLessThanOrEqual(here + 1e-12);
        },
      ),
    );
  });

  test('is what all the single ones add up to', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.double({ min: 0.01, max: 20, noNaN: true }),
        fc.double({ min: 1.01, max: 4, noNaN: true }),
        (observed, mean, dispersion) => {
          const size = mean / (dispersion - 1);
          let mass = dispersion ** -size;
          let below = 0;
          for (let k = 0; k < observed; k++) {
            below += mass;
            mass *= ((k + size) / (k + 1)) * (1 - 1 / dispersion);
          }
          expect(Math.exp(logUpperTail(observed, mean, dispersion))).toBeCloseTo(1 - below, 9);
        },
      ),
    );
  });
});
