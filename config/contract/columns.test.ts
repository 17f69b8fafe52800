import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeColumns, encodeColumns } from './columns.ts';

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
      const fields = columns.map((_, index) => `f${index}`);
      const rows = keys.map((_, at) =>
        Object.fromEntries(fields.map((field, index) => [field, columns[index]![at]])),
      );
      const decoded = decodeColumns(encodeColumns(fields, keys, rows)!, fields);
      expect(decoded.keys).toEqual(keys);
      expect(decoded.columns.map((column) => Array.from(column))).toEqual(columns);
    }),
  );
});

it('a view of a hundred thousand rows needs more codes than a byte holds', () => {
  const rows = Array.from({ length: 3000 }, (_, at) => ({ grid: `网格 ${at % 700}` }));
  const keys = rows.map((_, at) => `${at}`);
  const { columns } = decodeColumns(encodeColumns(['grid'], keys, rows)!, ['grid']);
  expect(Array.from(columns[0]!)).toEqual(rows.map(({ grid }) => grid));
});

it('a field that repeats the key or a part of it costs nothing', () => {
  const keys = Array.from({ length: 50 }, (_, at) => `12345:${at}:0`);
  const rows = keys.map((id, at) => ({ id, source: '12345', no: `${at}` }));
  const fields = ['id', 'source', 'no'];
  const bytes = encodeColumns(fields, keys, rows)!;
  expect(decodeColumns(bytes, fields).columns).toEqual(
    fields.map((field) => rows.map((row) => row[field as 'id'])),
  );
  const alone = encodeColumns([], keys, rows)!;
  expect(bytes.length - alone.length, 'their names').toBeLessThan(200);
});

it('a value that is no column’s leaves the rows as rows', () => {
  expect(encodeColumns(['a'], ['k'], [{ a: { nested: 1 } }])).toBeNull();
  expect(encodeColumns(['a'], ['k'], [{ a: undefined }])).toBeNull();
  expect(encodeColumns(['a'], ['k', 'l'], [{ a: 1 }, { a: 'x' }])).toBeNull();
});
