import { expect, it } from 'vitest';
import type { Wall } from '../../config/deployment/wall.ts';
import { type Shown, seamed } from './texts.ts';

const wall = {
  ...{ width: 3000, height: 2000, pitch: 0.5 },
  panels: { columns: 3, rows: 2, seam: 1 },
} as Wall;
const text = (left: number, right: number, top: number): Shown => ({
  ...{ text: '', size: 20, left, right, top, bottom: top + 20 },
});

it('finds what stands on a seam, at any size of the page', () => {
  const off = [text(20, 990, 100), text(1010, 1990, 970), text(2010, 2990, 1010)];
  expect(seamed(off, wall, 1)).toEqual([]);
  const on = [text(900, 999.5, 100), text(1999, 2100, 100), text(100, 200, 990)];
  expect(seamed(on, wall, 1)).toEqual(on);
  expect(seamed([text(450, 499.8, 50)], wall, 0.5)).toHaveLength(1);
});
