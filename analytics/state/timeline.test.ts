import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Timeline } from './timeline.ts';

const step = fc.record({
  key: fc.nat(1_500),
  at: fc.option(fc.nat(50)),
});

test('a timeline keeps what a sorted list keeps, however numbers come, move and go', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3000, size: 'max' }), fc.nat(50), (steps, until) => {
      const timeline = new Timeline((a, b) => b - a);
      const plain = new Map<number, number>();
      for (const { key, at } of steps) {
        timeline.set(key, at);
        if (at === null) plain.delete(key);
        else plain.set(key, at);
      }
      const sorted = [...plain].sort(([a, x], [b, y]) => x - y || b - a);
      expect(timeline.first(7)).toEqual(sorted.slice(0, 7).map(([key]) => key));
      const due = sorted.filter(([, at]) => at <= until).map(([key]) => key);
      expect(timeline.takeUntil(until)).toEqual(due);
      expect(timeline.size).toBe(plain.size - due.length);
      expect(timeline.first(plain.size)).toEqual(sorted.slice(due.length).map(([key]) => key));
    }),
    { numRuns: 30 },
  );
});
