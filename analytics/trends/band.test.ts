import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedBand, logGamma } from './band.ts';

/** Probabilities of the negative binomial, summed the long way. */
function summed(counts: readonly number[], share: number): number {
  const n = counts.length;
  const r = counts.reduce((a, b) => a + b, 0.5);
  const p = n / (n + 1);
  let sum = 0;
  for (let k = 0; ; k++) {
    let log = r * Math.log(p) + k * Math.log(1 - p);
    for (let i = 0; i < k; i++) log += Math.log((r + i) / (i + 1));
    sum += Math.exp(log);
    if (sum >= share) return k;
  }
}

test('the band is the central 95 % of the predictive distribution, as direct summation finds it', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { minLength: 3, maxLength: 8 }), (counts) => {
      const band = expectedBand(counts);
      expect(band?.low).toBe(summed(counts, 0.025));
      expect(band?.high).toBe(summed(counts, 0.975));
    }),
    { numRuns: 60 },
  );
});

test('two days of history are no history', () => {
  expect(expectedBand([])).toBeNull();
  expect(expectedBand([18, 20])).toBeNull();
  expect(expectedBand([18, 20, 17])?.days).toBe(3);
});

test('eighteen orders a day on eight like days: ten to twenty-seven are nothing to speak of', () => {
  const band = expectedBand([18, 18, 18, 18, 18, 18, 18, 18]);
  expect(band).toMatchObject({ low: 10, high: 27, days: 8 });
  expect(band?.mean).toBeCloseTo(18.06, 2);
});

test('a quiet counter expects nothing to a little', () => {
  expect(expectedBand([0, 0, 0, 0, 0, 0, 0, 0])).toMatchObject({ low: 0, high: 1 });
});

test('a capital counts in tens of thousands', () => {
  const band = expectedBand([40_000, 41_000, 39_500, 40_200, 40_100, 39_900, 40_400, 40_000]);
  // Normal approximation: mean ± 1.96 √(mean (1 + 1/8)).
  expect(band?.low).toBeGreaterThan(39_680);
  expect(band?.low).toBeLessThan(39_730);
  expect(band?.high).toBeGreaterThan(40_530);
  expect(band?.high).toBeLessThan(40_580);
});

test('the logarithm of the gamma function meets its known values', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 12);
  expect(logGamma(1)).toBeCloseTo(0, 12);
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 10);
});
