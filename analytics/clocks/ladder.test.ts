import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HOUR } from '../../config/contract/zone.ts';
import { CLOCKS, LADDERS, type Running, reachedAt, rungsAbout } from './ladder.ts';

const from = 1_000 * HOUR;
const next = (running: Running[], now: number) => rungsAbout(running, now).next;
const handling: Running = { clock: 'handle', from, dueAt: from + 10 * HOUR };

test('handling of ten hours is spoken of after seven, when it is late, and after twenty', () => {
  expect(next([handling], from)).toBe(from + 7 * HOUR);
  expect(next([handling], from + 7 * HOUR)).toBe(handling.dueAt + 1);
  expect(next([handling], handling.dueAt + 1)).toBe(from + 20 * HOUR);
  expect(rungsAbout([handling], from + 20 * HOUR)).toEqual({ last: from + 20 * HOUR, next: null });
  expect(rungsAbout([handling], from)).toEqual({ last: null, next: from + 7 * HOUR });
});

test('of several clocks the one comes first that runs out first', () => {
  const signing: Running = { clock: 'sign', from, dueAt: from + 2 * HOUR };
  expect(next([handling, signing], from)).toBe(signing.dueAt + 1);
  expect(next([], from)).toBeNull();
});

test('a limit of no length is late at once, and never twice as late', () => {
  const none = { from, dueAt: from - HOUR };
  expect(reachedAt(none, 0.7)).toBe(none.dueAt + 1);
  expect(reachedAt(none, 1)).toBe(none.dueAt + 1);
  expect(reachedAt(none, 2)).toBeNull();
});

test('whatever the limit, rungs are climbed in their order and none is left out', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CLOCKS),
      fc.nat(10_000),
      fc.nat(10_000),
      (clock, start, length) => {
        const running: Running = { clock, from: start, dueAt: start + length };
        const climbed: number[] = [];
        for (let at = next([running], start - 1); at !== null; at = next([running], at)) {
          expect(rungsAbout([running], at).last).toBe(at);
          climbed.push(at);
        }
        const expected = LADDERS[clock].flatMap(({ share }) => reachedAt(running, share) ?? []);
        expect(climbed).toEqual([...new Set(expected)].sort((a, b) => a - b));
      },
    ),
  );
});
