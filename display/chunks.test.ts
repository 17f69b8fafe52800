import { expect, it } from 'vitest';
import { chunks } from './chunks.fixture.ts';

const MOST = 300_000;

it('loads no chunk of over 300 kB gzip, except the relief, which loads when it is asked for', () => {
  const all = chunks();
  expect(all.length).toBeGreaterThan(3);
  const heavy = all.filter(({ gzip, name }) => gzip > MOST && !name.startsWith('relief'));
  expect(heavy).toEqual([]);
  const first = all.filter(({ page }) => page);
  expect(first.some(({ name }) => name.startsWith('relief'))).toBe(false);
});
