import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { createDateReader } from './dates.ts';

describe('dates of a CSV', () => {
  it('reads each layout of its mapping in its zone', () => {
    const read = createDateReader(
      ['yyyy-MM-dd HH:mm:ss', 'MM/dd/yyyy hh:mm:ss a', 'yyyy/M/d H:mm'],
      'America/New_York',
    );
    expect(read('2011-07-01 01:32:33')).toBe(Date.UTC(2011, 6, 1, 5, 32, 33));
    expect(read('12/31/2011 12:05:06 AM')).toBe(Date.UTC(2011, 11, 31, 5, 5, 6));
    expect(read('12/31/2011 12:05:06 PM')).toBe(Date.UTC(2011, 11, 31, 17, 5, 6));
    expect(read('2011/7/1 9:05')).toBe(Date.UTC(2011, 6, 1, 13, 5));
  });

  it('refuses what is no date of the calendar', () => {
    const read = createDateReader(['yyyy-MM-dd HH:mm:ss'], 'Asia/Shanghai');
    for (const text of [
      '2011-02-29 00:00:00',
      '2011-13-01 00:00:00',
      '2011-01-01 24:00:00',
      'NaN',
      '',
    ])
      expect(read(text)).toBeNull();
  });

  it('agrees with luxon at every hour that exists', () => {
    const zones = ['America/New_York', 'America/Los_Angeles', 'Asia/Shanghai', 'Europe/Berlin'];
    const readers = new Map(zones.map((z) => [z, createDateReader(['yyyy-MM-dd HH:mm:ss'], z)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2035, 0) }),
        (zone, at) => {
          const local = DateTime.fromMillis(Math.floor(at / 1000) * 1000, { zone });
          const text = local.toFormat('yyyy-MM-dd HH:mm:ss');
          const read = readers.get(zone)?.(text);
          // an hour that the clocks repeat has two instants; either is a right reading of the text
          expect(local.getPossibleOffsets().map((each) => each.toMillis())).toContain(read);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
