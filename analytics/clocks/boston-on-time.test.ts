import { expect, it } from 'vitest';
import { agreementWithBoston, present } from './boston-on-time.fixture.ts';

if (!present) console.warn('skipped: no ../shared/data');

it.skipIf(!present)(
  'of the third quarter of 2011 every verdict is the city of Boston’s own, and what cannot be compared is counted by what it lacks',
  async () => {
    expect(await agreementWithBoston()).toEqual({
      'flag, target, closed': { rows: 25_101, overdue: 4_745, differ: 0 },
      'flag, target, open': { rows: 1_631, overdue: 1_631, differ: 0 },
      // without a target nothing is ever late: the city says ONTIME, and so do we
      'flag, no target, closed': { rows: 4_898, overdue: 0, differ: 0 },
      'flag, no target, open': { rows: 115, overdue: 0, differ: 0 },
      // all of them late by their own target; the city left the flag blank
      'no flag, target, closed': { rows: 82, overdue: 82, differ: 0 },
      'no flag, target, open': { rows: 1, overdue: 1, differ: 0 },
    });
  },
  120_000,
);
