import { describe, expect, it } from 'vitest';
import type { Point } from '../../stage/projection.ts';
import { area, inset } from './inset.ts';

const square: Point[] = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
  [0, 0],
];

describe('a border moved inwards', () => {
  it('keeps its sides parallel, whichever way round it goes', () => {
    const expected = [
      [10, 10],
      [90, 10],
      [90, 90],
      [10, 90],
    ];
    const rounded = (ring: Point[]) => ring.map(([x, y]) => [Math.round(x), Math.round(y)]).sort();
    expect(rounded(inset(square, 10))).toEqual(expected.sort());
    expect(rounded(inset(square.toReversed(), 10))).toEqual(expected.sort());
  });

  it('goes outwards by metres below nothing', () => {
    expect(Math.abs(area(inset(square, -10)))).toBeCloseTo(2 * 120 * 120);
  });
});
