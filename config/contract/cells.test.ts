import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Cells } from './cells.ts';

const ROOM = 400;
const light = fc.constantFrom('green', 'red', null);
const subject = fc.integer({ min: 0, max: 2000 }).map((n) => `${n} 号楼噪音`);
/** What few fields hold, what many do, and what is no text. */
const values: fc.Arbitrary<unknown[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(light, { maxLength: 20 }) },
  fc.array(subject, { maxLength: 300, size: 'max' }),
  fc.array(fc.constantFrom(0, -0, Number.NaN, 3.5, true, undefined), { maxLength: 4 }),
);
const step = fc.record({ values, first: fc.nat(ROOM - 301), coded: fc.boolean() });

it('each number holds what it was last told, by code or not, however many words there are', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12, size: 'max' }), (story) => {
      const cells = new Cells();
      const told = new Array<unknown>(ROOM).fill(undefined);
      cells.grow(ROOM / 2);
      cells.grow(ROOM);
      for (const { values, first, coded } of story) {
        const numbers = values.map((_, n) => first + n);
        const words = [...new Set(values)];
        const isCoded =
          coded && words.length <= 256 && values.every((v) => v === null || typeof v === 'string');
        if (isCoded) {
          const codes = Uint8Array.from(values, (value) => words.indexOf(value));
          cells.setCoded(numbers, { words: words as string[], codes });
        } else cells.set(numbers, values);
        for (const [n, value] of values.entries()) told[first + n] = value;
        cells.grow(ROOM);
      }
      expect(told.map((_, n) => cells.at(n))).toEqual(told);
    }),
    { numRuns: 300 },
  );
});

it('a light that is told by code keeps its place when there are more cases than before', () => {
  const cells = new Cells<string>();
  cells.grow(2);
  cells.set([0, 1], ['green', 'green']);
  cells.setCoded([1], { words: ['red'], codes: Uint8Array.of(0) });
  cells.grow(5000);
  cells.set([4999], ['purple']);
  expect([0, 1, 2, 4999].map((n) => cells.at(n))).toEqual(['green', 'red', undefined, 'purple']);
});
