import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR } from '../../../config/contract/zone.ts';
import { at, nickel, said, told, watchOf } from './told.fixture.ts';

test('a station that nobody knows, and a clock that was never set, change nothing', () => {
  const values = [0, 10, 20].flatMap((minute) => [
    told('elsewhere', 'w20121', minute, 9),
    nickel(minute, 9, { flags: ['clock-ahead'] }),
  ]);
  expect(said(watchOf(values), at(30))).toEqual([]);
});

test('in whatever order values come, and however often, the same is said', () => {
  const value = fc.record({
    factor: fc.constantFrom('w20121', 'w20122'),
    minute: fc.oneof(
      fc.integer({ min: 0, max: 60 }).map((n) => n * 10),
      // days apart: what is held of the past is let go of
      fc.integer({ min: 0, max: 5 * 24 }).map((n) => n * 60),
    ),
    value: fc.constantFrom(0, 0.05, 0.097, 0.12, 0.3, 0.6),
    version: fc.integer({ min: 0, max: 1 }),
    flag: fc.constantFrom('N' as const, 'N' as const, 'M' as const),
    interval: fc.constantFrom(
      'minute' as const,
      'minute' as const,
      'hour' as const,
      'day' as const,
    ),
    stat: fc.constantFrom('avg' as const, 'avg' as const, 'value' as const),
  });
  type Value = typeof value extends fc.Arbitrary<infer T> ? T : never;
  const idOf = ({ factor, minute, interval, stat }: Value) =>
    `${factor}/${minute}/${interval}/${stat}`;
  fc.assert(
    fc.property(
      fc.uniqueArray(value, {
        maxLength: 40,
        selector: (one) => `${idOf(one)}/${one.version}`,
      }),
      fc.integer({ min: 0, max: 6 * 24 * 60 }),
      fc.infiniteStream(fc.nat()),
      (all, minutes, order) => {
        const values = all.map(({ factor, minute, value: v, ...of }) =>
          told('hq-wq-03', factor, minute, v, {
            id: idOf({ factor, minute, value: v, ...of }),
            ...of,
          }),
        );
        const shuffled = [...values, ...values.slice(0, 5)]
          .map((each) => ({ each, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ each }) => each);
        const now = at(minutes);
        expect(watchOf(shuffled).judge(now, [])).toEqual(watchOf(values).judge(now, []));
        const live = watchOf([]);
        for (const each of shuffled) {
          live.take(each);
          live.judge(now, []);
        }
        const then = watchOf(values).judge(now + HOUR, []);
        expect(live.judge(now + HOUR, [])).toEqual(then);
      },
    ),
  );
});
