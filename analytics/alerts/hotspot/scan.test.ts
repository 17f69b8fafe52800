import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { random } from '../../../config/deployment/random.ts';
import { Chance } from './chance.ts';
import { type Cluster, type Counts, chanceRatio, layoutOf, scan } from './scan.ts';

const square = (side: number): [number, number][] =>
  Array.from({ length: side * side }, (_, i) => [(i % side) * 300, Math.floor(i / side) * 300]);
const sharesOf = (weights: readonly number[]): Float64Array => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return Float64Array.from(weights, (weight) => weight / sum);
};

/** Every circle and window, summed anew each time. */
function bruteForce(points: [number, number][], counts: Counts, shares: Float64Array): number {
  const days = counts.length / points.length;
  const dayOf = (d: number) => [...counts.subarray(d * points.length, (d + 1) * points.length)];
  const total = counts.reduce((a, b) => a + b, 0);
  let best = 0;
  for (const [x, y] of points)
    for (let size = 1; size <= points.length; size++)
      for (let window = 1; window <= days; window++) {
        const inside = points
          .map(([a, b], i) => ({ i, far: (a - x) ** 2 + (b - y) ** 2 }))
          .sort((a, b) => a.far - b.far || a.i - b.i)
          .slice(0, size);
        let c = 0;
        let e = 0;
        for (let d = 0; d < window; d++) {
          const seen = dayOf(d);
          const sum = seen.reduce((a, b) => a + b, 0);
          for (const { i } of inside) {
            c += seen[i]!;
            e += shares[i]! * sum;
          }
        }
        if (c < 3 || c <= e || e > total / 2) continue;
        const rest = total - c;
        const ratio = c * Math.log(c / e) + (rest > 0 ? rest * Math.log(rest / (total - e)) : 0);
        best = Math.max(best, ratio);
      }
  return best;
}

describe('a hotspot', () => {
  test('is the best of all circles and windows there are', () => {
    const points = square(3);
    const layout = layoutOf(points);
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })), {
          minLength: 36,
          maxLength: 36,
        }),
        fc.array(fc.double({ min: 0.1, max: 3, noNaN: true }), { minLength: 9, maxLength: 9 }),
        (seen, weights) => {
          const [counts, shares] = [Uint32Array.from(seen), sharesOf(weights)];
          const found = scan(layout, counts, shares);
          expect(found[0]?.ratio ?? 0).toBeCloseTo(bruteForce(points, counts, shares), 9);
          const inside = found.flatMap(({ places }) => places);
          expect(new Set(inside).size).toBe(inside.length);
          for (const { observed: c, expected: e } of found) expect(c).toBeGreaterThan(e);
        },
      ),
      { numRuns: 60 },
    );
  });

  const DAYS = 28;
  const points = square(8);
  const layout = layoutOf(points);
  const mean = 0.28;
  const shares = sharesOf(points.map(() => 1));
  const chance = new Chance();
  const rng = random(11);
  const usual = Array(DAYS).fill(Math.round(mean * points.length));
  for (let i = 0; i < 199; i++) chance.learn(chanceRatio(layout, usual, shares, rng));

  const day = (plant: (place: number, day: number) => number): Counts =>
    Uint32Array.from({ length: DAYS * points.length }, (_, i) =>
      rng.poisson(mean + plant(i % points.length, Math.floor(i / points.length))),
    );

  test('is found where it was planted, and the second one beside it', () => {
    const first = [9, 10, 17, 18];
    const second = [45, 46, 53, 54];
    let hits = 0;
    const overlaps = (cluster: Cluster | undefined, planted: number[]) =>
      planted.filter((place) => cluster?.places.includes(place)).length >= 3;
    for (let i = 0; i < 10; i++) {
      const seen = day((place, d) =>
        first.includes(place) && d < 3 ? 3 : second.includes(place) && d < 5 ? 2.5 : 0,
      );
      const found = scan(layout, seen, shares).filter(({ ratio }) => chance.p(ratio)! < 0.01);
      if (
        found.some((each) => overlaps(each, first)) &&
        found.some((each) => overlaps(each, second))
      )
        hits++;
    }
    expect(hits).toBeGreaterThanOrEqual(8);
  });

  test('shows as often by chance as is said', () => {
    let alarms = 0;
    for (let i = 0; i < 200; i++)
      if (
        chance.p(
          scan(
            layout,
            day(() => 0),
            shares,
          )[0]?.ratio ?? 0,
        )! < 0.1
      )
        alarms++;
    // binomial with n = 200, p = 0.1: mean 20, deviation 4.2, and as much again from what chance learnt
    expect(alarms).toBeGreaterThan(5);
    expect(alarms).toBeLessThan(38);
  });

  test('is nothing where nothing happened', () => {
    expect(scan(layout, new Uint32Array(points.length * DAYS), shares)).toEqual([]);
    expect(new Chance().p(3)).toBeNull();
  });
});
