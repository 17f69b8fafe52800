import fc from 'fast-check';
import { expect, it } from 'vitest';
import { codeTexts, packNumbers, unpackNumbers } from './packing.ts';

const number = fc.oneof(fc.nat(200), fc.nat(100_000), fc.nat(2 ** 30 - 1));

it('numbers come back as they were, in their order', () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 200, size: 'max' }), (numbers) => {
      expect(unpackNumbers(packNumbers(numbers))).toEqual(numbers);
    }),
  );
});

it('a tenth of a hundred thousand numbers costs a byte each', () => {
  const numbers = Array.from({ length: 10_000 }, (_, n) => 10 * n);
  expect(packNumbers(numbers).length).toBe(10_000);
});

it('texts that repeat come back from their codes; what is not worth it, or no text, has none', () => {
  const text = fc.option(fc.oneof(fc.constantFrom('red', 'yellow', '夜间施工'), fc.string()));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 600, size: 'max' }), (values) => {
      const coded = codeTexts(values);
      const words = new Set(values);
      expect(coded !== null).toBe(
        values.length >= 8 && words.size <= Math.min(256, values.length / 4),
      );
      if (coded) expect(Array.from(coded.codes, (code) => coded.words[code])).toEqual(values);
    }),
  );
  expect(codeTexts(new Array(50).fill(3))).toBeNull();
  expect(codeTexts([...new Array(50).fill('a'), undefined])).toBeNull();
});
