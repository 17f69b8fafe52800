import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Table, type ViewChange } from './table.ts';
import { changeBetween, type Numbered, numbered, overTheLine, tell } from './told.fixture.ts';

const FIELDS = ['light', 'at', 'note'];
const row = fc.record(
  {
    light: fc.constantFrom('green', 'red', null),
    at: fc.oneof(fc.nat(300), fc.constant(1_764_000_000_000.5), fc.constant(null)),
    note: fc.oneof(fc.string(), fc.constant(['nested', 1])),
  },
  { requiredKeys: ['light', 'at'] },
);
const rowsOf = (state: Numbered) =>
  new Map([...state.values()].map(({ key, row: of }) => [key, of]));

/** Follows numbers and columns alone, as the map of the cases does. */
class Follower {
  readonly rows = new Map<number, Record<string, unknown>>();

  hear({ whole, del, set, mod }: ViewChange, table: Table): void {
    if (whole) this.rows.clear();
    for (const number of del) this.rows.delete(number);
    for (const number of set) this.rows.set(number, { ...table.get(table.keyAt(number)!) });
    for (const { field, numbers, values } of mod)
      for (const [n, number] of numbers.entries()) {
        const value = 'codes' in values ? values.words[values.codes[n]!] : values[n];
        if (value === undefined) delete this.rows.get(number)![field];
        else this.rows.get(number)![field] = value;
      }
  }
}

it('rows are those last told, whoever had their numbers before, and who hears of numbers alone has the same', () => {
  const step = fc.record({ state: numbered(row), whole: fc.boolean(), inColumns: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12, size: 'max' }), (story) => {
      const table = new Table();
      const follower = new Follower();
      let before: Numbered = new Map();
      for (const [n, { state, whole, inColumns }] of story.entries()) {
        const told =
          whole || n === 0
            ? table.fill(
                overTheLine({ view: 'mix', fields: FIELDS, set: tell(FIELDS, state, inColumns) }),
              )
            : table.change(overTheLine(changeBetween('mix', FIELDS, [before, state], inColumns)));
        follower.hear(told, table);
        expect(new Map(table)).toEqual(rowsOf(state));
        expect(table.size).toBe(state.size);
        for (const [number, { key, row: of }] of state) {
          expect(table.numberOf(key)).toBe(number);
          expect(table.keyAt(number)).toBe(key);
          expect(table.get(key)).toBe(table.get(key));
          expect(follower.rows.get(number)).toEqual(of);
        }
        expect(follower.rows.size).toBe(state.size);
        const gone = told.whole
          ? []
          : [...before].filter(([at, { key }]) => state.get(at)?.key !== key);
        expect([...told.gone].sort()).toEqual(gone.map(([, { key }]) => key).sort());
        before = state;
      }
    }),
    { numRuns: 400 },
  );
});

it('a row is the same object until it changes', () => {
  const at = (light: string): Numbered =>
    new Map([
      [0, { key: 'a', row: { light } }],
      [1, { key: 'b', row: { light: 'green' } }],
    ]);
  const table = new Table();
  table.fill({ view: 'mix', fields: ['light'], set: tell(['light'], at('green'), false) });
  const [a, b] = [table.get('a'), table.get('b')];
  table.change(changeBetween('mix', ['light'], [at('green'), at('red')], false));
  expect(table.get('a')).toEqual({ light: 'red' });
  expect(a).toEqual({ light: 'green' });
  expect(table.get('b')).toBe(b);
});
