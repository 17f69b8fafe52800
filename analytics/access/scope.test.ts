import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VIEW_NAMES, type Views } from '../../config/contract/picture.ts';
import { emptyViews } from '../state/keyed-view.ts';
import { type Scope, ScopedPicture } from './scope.ts';

const scope = (grids: string[] | null, units: string[] | null): Scope => ({
  key: JSON.stringify([grids, units]),
  grids: grids && new Set(grids),
  units: units && new Set(units),
});
const caseRow = (grid: string, unit: string, n: number) =>
  ({ id: `${n}`, grid, unit, subject: `${n}` }) as unknown as Views['cases'];
const gridRow = (grid: string, open: number) => ({ grid, open }) as unknown as Views['grids'];

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
  it('snapshot plus patches is the scoped state from scratch, and nothing outside is ever named', () => {
    fc.assert(
      fc.property(
        anyScope,
        fc.array(fc.array(write, { maxLength: 6 }), { maxLength: 20 }),
        fc.nat(20),
        (of, commits, seenFrom) => {
          const views = emptyViews();
          let picture: ScopedPicture | null = null;
          const held = new Map<string, Views['cases']>();
          commits.forEach((writes, n) => {
            if (n === seenFrom) {
              picture = new ScopedPicture(views, of);
              for (const [key, row] of picture.snapshot('cases').rows)
                held.set(key, row as Views['cases']);
            }
            for (const { key, row } of writes)
              views.cases.set(key, row && caseRow(row[0], row[1], row[2]));
            const whole = views.cases.commit();
            if (!whole || !picture) return;
            const patch = picture.patch(whole);
            expect(patch.offset).toBe(whole.offset);
            for (const key of patch.del) expect(held.delete(key), 'only what was shown').toBe(true);
            for (const [key, row] of patch.set) held.set(key, row as Views['cases']);
            for (const { grid, unit } of held.values()) {
              expect(of.grids?.has(grid) ?? true).toBe(true);
              expect(of.units?.has(unit) ?? true).toBe(true);
            }
            const scratch = new ScopedPicture(views, of).snapshot('cases');
            expect(new Map(scratch.rows as [string, Views['cases']][])).toEqual(held);
          });
        },
      ),
    );
  });

  it('shows no total of the whole place, and how the system and its ports fare to all', () => {
    const views = emptyViews();
    const row = { grid: 'a', unit: 'water' };
    for (const name of VIEW_NAMES) (views[name] as typeof views.cases).set('k', row as never);
    for (const name of VIEW_NAMES) views[name].commit();
    const shown = (of: Scope) => {
      const picture = new ScopedPicture(views, of);
      return VIEW_NAMES.filter((name) => picture.snapshot(name).rows.length > 0);
    };
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

  it('a case that is handed to another grid leaves by its key alone', () => {
    const views = emptyViews();
    views.cases.set('1', caseRow('a', 'water', 1));
    views.grids.set('a', gridRow('a', 1));
    views.cases.commit();
    views.grids.commit();
    const picture = new ScopedPicture(views, scope(['a'], null));
    views.cases.set('1', caseRow('b', 'water', 1));
    expect(picture.patch(views.cases.commit()!)).toMatchObject({ set: [], del: ['1'] });
    views.cases.set('1', caseRow('c', 'water', 1));
    expect(picture.patch(views.cases.commit()!)).toMatchObject({ set: [], del: [] });
    views.cases.set('1', null);
    expect(picture.patch(views.cases.commit()!)).toMatchObject({ set: [], del: [] });
  });
});
