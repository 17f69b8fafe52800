import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeColumns, encodeColumns } from './columns.ts';
import type { WireRow } from './wire.ts';

const text = fc.oneof(
  fc.constantFrom('12345', 'grid', '夜间施工', ''),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const number = fc.oneof(
  fc.nat(255),
  fc.integer(),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.constant(1_764_000_000_000),
);
const values = (value: fc.Arbitrary<unknown>) => fc.option(value, { freq: 5 });
/** Columns of one type each, of any length. */
const table = fc
  .integer({ min: 1, max: 60 })
  .chain((length) =>
    fc.array(
      fc.oneof(
        ...[text, number, fc.boolean(), fc.nat(200)].map((value) =>
          fc.array(values(value), { minLength: length, maxLength: length }),
        ),
      ),
      { minLength: 1, maxLength: 6 },
    ),
  );

it('rows come back as they were: texts of every script, numbers of every size, and what is missing', () => {
  fc.assert(
    fc.property(table, (columns) => {
      const keys = columns[0]!.map((_, at) => `键 ${at}`);
      const rows = keys.map((key, at): WireRow => [key, ...columns.map((column) => column[at])]);
      const bytes = encodeColumns(
        columns.map((_, index) => `f${index}`),
        rows,
      )!;
      const decoded = decodeColumns(bytes).map((column) => Array.from(column));
      expect(decoded).toEqual([keys, ...columns]);
    }),
  );
});

it('a view of a hundred thousand rows needs more codes than a byte holds', () => {
  const rows = Array.from({ length: 3000 }, (_, at): WireRow => [`${at}`, `网格 ${at % 700}`]);
  expect(Array.from(decodeColumns(encodeColumns(['grid'], rows)!)[1]!)).toEqual(
    rows.map(([, grid]) => grid),
  );
});

it('a value that is no column’s leaves the rows as rows', () => {
  expect(encodeColumns(['a'], [['k', { nested: 1 }]])).toBeNull();
  expect(encodeColumns(['a'], [['k', undefined]])).toBeNull();
  expect(
    encodeColumns(
      ['a'],
      [
        ['k', 1],
        ['l', 'x'],
      ],
    ),
  ).toBeNull();
});
