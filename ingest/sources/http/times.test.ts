import { describe, expect, it } from 'vitest';
import { createDayReader, createTimeReader } from './times.ts';

const read = createTimeReader('Asia/Shanghai');
const day = createDayReader('Asia/Shanghai');
const EIGHT = Date.UTC(2026, 10, 23, 0, 5);

describe('times of upstream systems', () => {
  it('are local unless they carry an offset', () => {
    for (const text of [
      '2026-11-23 08:05:00',
      '2026-11-23 8:05',
      '2026/11/23 08:05',
      '2026-11-23T08:05:00.000',
      '20261123080500',
      '2026-11-23T08:05:00+08:00',
      '2026-11-23T00:05:00Z',
      '2026-11-22T19:05:00.000-0500',
    ])
      expect([text, read(text)]).toEqual([text, EIGHT]);
  });

  it('that do not exist are none', () => {
    for (const text of [
      '',
      'now',
      '2026-02-29 08:00:00',
      '2026-11-23 24:00:00',
      '2026-11-23 08:60:00',
      '2026-11-23',
      '1732320300',
      '2026-02-30T00:00:00Z',
      '2026-11-23T08:05:00+99:00',
    ])
      expect([text, read(text)]).toEqual([text, null]);
  });

  it('may be bare days where days are meant', () => {
    for (const text of ['2026-11-23', '2026/11/23', '20261123'])
      expect(day(text)).toBe(Date.UTC(2026, 10, 22, 16));
    expect(day('2026-11-23 08:05')).toBe(EIGHT);
    expect(day('2026-11-31')).toBeNull();
  });
});
