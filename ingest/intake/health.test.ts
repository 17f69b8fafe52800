import { describe, expect, it } from 'vitest';
import { sourceId } from '../../config/contract/ids.ts';
import { createHealthBook } from './health.ts';

const WATER = sourceId('water');

describe('the health of a port', () => {
  it('tells the records of the last minute, and forgets older ones', () => {
    let now = 1_000_000_000;
    const book = createHealthBook(() => now);
    const port = book.of(WATER);
    port.took(3, 500);
    now += 30_000;
    port.took(2, null);
    expect(book.status(WATER).rate).toBe(5);
    now += 31_000;
    expect(book.status(WATER).rate).toBe(2);
    now += 3_600_000;
    expect(book.status(WATER).rate).toBe(0);
  });

  it('tells the median lag of the newest records and what was refused why', () => {
    const book = createHealthBook(() => 1_000_000);
    const port = book.of(WATER);
    for (const lag of [10, 20, 900_000]) port.took(1, lag);
    port.refuse('unknown station');
    port.refuse('unknown station');
    port.refuse('wrong password');
    expect(book.status(WATER)).toMatchObject({
      lag: 20,
      refused: { 'unknown station': 2, 'wrong password': 1 },
      clockOffset: null,
      connections: null,
    });
  });

  it('tells the clock that is furthest off, as long as its sender speaks', () => {
    let now = 1_000_000_000;
    const book = createHealthBook(() => now);
    const port = book.of(WATER);
    port.clock('a', 2_000);
    port.clock('b', -90_000);
    expect(book.status(WATER).clockOffset).toBe(-90_000);
    now += 50 * 60_000;
    port.clock('a', 3_000);
    now += 20 * 60_000;
    expect(book.status(WATER).clockOffset).toBe(3_000);
  });
});
