import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseRow, Light } from '../../config/contract/picture.ts';
import { CaseSlots, FREE, hoursOf, LIGHTS } from './case-slots.ts';

const bounds = { x: -5000, y: -5000, width: 10_000, height: 10_000 };
const project = (lon: number, lat: number) => [lon * 1000, -lat * 1000] as const;
type Seen = { lon: number | null; lat: number | null; light: Light; receivedAt: number };
const rowOf = (seen: Seen) => seen as CaseRow;

const row = fc.record({
  lon: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 8 }),
  lat: fc.integer({ min: -4, max: 4 }),
  light: fc.constantFrom(...LIGHTS),
  receivedAt: fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
});
const key = fc.integer({ min: 0, max: 40 }).map(String);
const change = fc.record({
  whole: fc.boolean(),
  set: fc.array(fc.tuple(key, row), { maxLength: 30 }),
  del: fc.array(key, { maxLength: 8 }),
});

/** What stands in the columns, in no order. */
function drawn(slots: CaseSlots): string[] {
  const place = slots.place.data;
  const born = slots.born.data;
  const look = slots.look.data;
  return Array.from({ length: slots.end }, (_, n) => n)
    .filter((n) => look[4 * n] !== FREE)
    .map((n) => [place[2 * n], place[2 * n + 1], look[4 * n], born[n]].join())
    .sort();
}

describe('the cases in their columns', () => {
  it('are what the changes tell, whatever came before', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const slots = new CaseSlots(project, bounds);
        const rows = new Map<string, Seen>();
        for (const { whole, set, del } of changes) {
          if (whole) rows.clear();
          for (const id of del) rows.delete(id);
          for (const [id, seen] of set) rows.set(id, seen);
          const told = set.map(([id, seen]) => [id, rowOf(seen)] as const);
          slots.apply({ whole, set: told, del });
        }
        const placed = [...rows.values()].filter(({ lon }) => lon !== null);
        expect(slots.unplaced).toBe(rows.size - placed.length);
        expect(drawn(slots)).toEqual(
          placed
            .map(({ lon, lat, light, receivedAt }) => {
              const [x, y] = project(lon ?? 0, lat ?? 0);
              return [x, y, LIGHTS.indexOf(light), Math.fround(hoursOf(receivedAt))].join();
            })
            .sort(),
        );
        for (const lattice of slots.lattices) {
          const { all, late } = lattice.within(bounds);
          expect(all).toBe(placed.length);
          expect(late).toBe(
            placed.filter(({ light }) => light === 'red' || light === 'purple').length,
          );
        }
      }),
    );
  });

  it('take columns whose slots the sender numbers', () => {
    const slots = new CaseSlots(project, bounds);
    const n = 5000;
    const receivedAt = new Float64Array(n).fill(1_700_000_000_000);
    slots.applyColumns({
      slot: Uint32Array.from({ length: n }, (_, i) => i),
      lon: new Float64Array(n).fill(1),
      lat: new Float64Array(n).fill(2),
      light: new Uint8Array(n).fill(3),
      receivedAt,
    });
    expect(slots.lattices[0]?.within(bounds)).toMatchObject({ all: n, late: n, most: n });
    slots.applyLights({ slot: Uint32Array.of(3, 4, 5), light: Uint8Array.of(0, 4, 2) });
    expect(slots.lattices[0]?.within(bounds)).toMatchObject({ all: n, late: n - 2 });
    slots.applyLights({ slot: Uint32Array.of(3, 5), light: Uint8Array.of(3, 3) });
    slots.applyColumns({
      slot: Uint32Array.of(7),
      lon: Float64Array.of(0),
      lat: Float64Array.of(0),
      light: Uint8Array.of(FREE),
      receivedAt: Float64Array.of(0),
    });
    expect(slots.lattices[0]?.within(bounds)).toMatchObject({ all: n - 1, late: n - 1 });
  });
});
