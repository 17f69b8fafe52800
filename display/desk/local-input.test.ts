import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromInput, toInput } from './local-input.ts';

it('a time goes into the field as the deployment reads it, and comes back the same', () => {
  expect(toInput(Date.UTC(2026, 10, 28, 2, 5), 'Asia/Shanghai')).toBe('2026-11-28T10:05');
  const minute = fc.integer({ min: 0, max: 60_000_000 }).map((n) => n * 60_000);
  fc.assert(
    fc.property(minute, (at) => {
      expect(fromInput(toInput(at, 'Asia/Shanghai'), 'Asia/Shanghai')).toBe(at);
    }),
  );
  expect(fromInput('', 'Asia/Shanghai')).toBeNull();
});
