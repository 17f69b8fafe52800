import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VIEW_NAMES, type Views } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import { changePart, wholePart } from '../gateway/view-parts.ts';
import { emptyViews } from '../state/keyed-view.ts';
import { isShown, type Scope } from './scope.ts';

const scope = (grids: string[] | null, units: string[] | null): Scope => ({
  key: JSON.stringify([grids, units]),
  grids: grids && new Set(grids),
  units: units && new Set(units),
});
const caseRow = (grid: string, unit: string, n: number) =>
  ({ id: `${n}`, grid, unit, subject: `${n}` }) as unknown as Views['cases'];

const placed = fc.tuple(
  fc.constantFrom('a', 'b', 'c', ''),
  fc.constantFrom('water', 'roads', ''),
  fc.nat(3),
);
const write = fc.record({
  key: fc.constantFrom('1', '2', '3', '4', '5', '6'),
  row: fc.option(placed),
});
const anyScope = fc.constantFrom(
  scope(['a'], null),
  scope(['a', 'b'], ['water']),
  scope(null, ['roads']),
  scope([], null),
);

describe('a scope', () => {
  it('snapshot plus changes is the scoped state from scratch, and nothing outside is ever named', () => {
    fc.assert(
      fc.property(
        anyScope,
        fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 20, size: 'max' }),
        fc.nat(20),
        fc.integer({ min: 1, max: 4 }),
        (of, commits, seenFrom, every) => {
          const { cases } = emptyViews();
          const shown = <V extends keyof Views>(view: V, row: Views[V]) => isShown(of, view, row);
          const replica = new Replica(['cases']);
          let held = -1;
          commits.forEach((writes, n) => {
            for (const { key, row } of writes)
              cases.set(key, row && caseRow(row[0], row[1], row[2]));
            cases.commit(n + 1);
            // a screen that is behind gets several commits as one change
            if (n < seenFrom || n % every > 0) return;
            const part = held < 0 ? wholePart(cases, shown) : changePart(cases, held, shown);
            if (part && 'del' in part) {
              for (const number of part.del)
                expect(replica.rows.cases.keyAt(number), 'only what was shown').toBeDefined();
            }
            const from = Math.max(held, 0);
            const parts = part ? [part] : [];
            replica.apply({ t: 'frame', epoch: 'e', from, to: n + 1, at: 0, parts });
            held = n + 1;
            const scratch = [...cases.rows].filter(([, row]) => isShown(of, 'cases', row));
            expect(new Map(replica.rows.cases)).toEqual(new Map(scratch));
            for (const [key] of scratch)
              expect(replica.rows.cases.numberOf(key)).toBe(cases.numberOf(key));
          });
        },
      ),
    );
  });

  it('shows no total of the whole place, and how the system and its ports fare to all', () => {
    const row = { grid: 'a', unit: 'water' } as never;
    const shown = (of: Scope) => VIEW_NAMES.filter((name) => isShown(of, name, row));
    expect(shown(scope(['b'], null))).toEqual(['system', 'ports']);
    expect(shown(scope(['a'], null))).toEqual(
      VIEW_NAMES.filter((name) =>
        ['system', 'cases', 'arrivals', 'due', 'alerts', 'grids', 'ports'].includes(name),
      ),
    );
    // the figures of a grid are of all its units, and those of a unit of all its grids
    expect(shown(scope(null, ['water']))).toEqual(
      VIEW_NAMES.filter((name) =>
        ['system', 'cases', 'due', 'alerts', 'units', 'ports'].includes(name),
      ),
    );
    expect(shown(scope(['a'], ['water']))).toEqual(
      VIEW_NAMES.filter((name) => ['system', 'cases', 'due', 'alerts', 'ports'].includes(name)),
    );
  });

  it('a case that is handed to another grid leaves by its number alone', () => {
    const { cases } = emptyViews();
    const of = scope(['a'], null);
    const hand = (row: Views['cases'] | null) => {
      const before = cases.offset;
      cases.set('1', row);
      cases.commit();
      return changePart(cases, before, (view, shown) => isShown(of, view, shown));
    };
    hand(caseRow('a', 'water', 1));
    expect(hand(caseRow('b', 'water', 1))).toMatchObject({
      set: { numbers: [] },
      mod: [],
      del: [0],
    });
    expect(hand(caseRow('c', 'water', 1))).toBeNull();
    expect(hand(null)).toBeNull();
  });
});
