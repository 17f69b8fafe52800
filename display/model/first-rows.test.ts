import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Table } from '../../config/contract/table.ts';
import { firstRows } from './first-rows.ts';

interface Row {
  id: string;
  due: number;
  open: boolean;
}

const rowOf = fc.record({ id: fc.string(), due: fc.nat(9), open: fc.boolean() });

it('lists what sorting all rows would list first, and counts all that fit', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(rowOf, { selector: ({ id }) => id, maxLength: 60 }),
      fc.integer({ min: 1, max: 12 }),
      fc.array(fc.nat(60)),
      (told, most, freed) => {
        const rows = new Table<Row>();
        const numbers = told.map((_, n) => n);
        const wire = told.map(({ id, due, open }) => [id, id, due, open] as [string, ...unknown[]]);
        const fields = ['id', 'due', 'open'];
        rows.fill({ view: 'cases', fields, set: { numbers, rows: wire } });
        const del = freed.filter((n) => n < told.length);
        rows.change({ view: 'cases', fields: null, del, set: { numbers: [], rows: [] }, mod: [] });
        const [due, open] = [rows.column('due'), rows.column('open')];

        const fit = told.filter((row, n) => row.open && !del.includes(n));
        const sorted = fit.sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1));
        expect(
          firstRows(
            rows,
            (n) => open.at(n),
            (a, b) => due.at(a) - due.at(b),
            most,
          ),
        ).toEqual({
          keys: sorted.slice(0, most).map(({ id }) => id),
          count: fit.length,
        });
      },
    ),
  );
});
