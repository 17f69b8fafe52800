import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CaseRow, Light } from '../../config/contract/picture.ts';
import { Table } from '../../config/contract/table.ts';
import {
  changeBetween,
  type Numbered,
  numbered,
  overTheLine,
  tell,
} from '../../config/contract/told.fixture.ts';
import { CaseSlots, hoursOf, LIGHTS, UNPLACED } from './case-slots.ts';

const bounds = { x: -5000, y: -5000, width: 10_000, height: 10_000 };
const project = (lon: number, lat: number) => [lon * 1000, -lat * 1000] as const;
type Seen = { lon: number | null; lat: number; light: Light; receivedAt: number };
const FIELDS = ['light', 'lon', 'lat', 'receivedAt', 'subject'];

const row = fc.record({
  lon: fc.option(fc.integer({ min: -4, max: 4 }), { freq: 8 }),
  lat: fc.integer({ min: -4, max: 4 }),
  light: fc.constantFrom(...LIGHTS),
  receivedAt: fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }),
  subject: fc.constantFrom('噪音', '路灯不亮'),
});
/** What stands in the columns, in no order. */
function drawn(slots: CaseSlots): string[] {
  const place = slots.place.data;
  const born = slots.born.data;
  const look = slots.look.data;
  return Array.from({ length: slots.end }, (_, n) => n)
    .filter((n) => look[n]! < UNPLACED)
    .map((n) => [place[2 * n], place[2 * n + 1], look[n], born[n]].join())
    .sort();
}

describe('the cases in their columns', () => {
  it('are what the line tells, whatever came before', () => {
    const step = fc.record({
      ...{ state: numbered(row), whole: fc.boolean(), inColumns: fc.boolean() },
      level: fc.nat(3),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12, size: 'max' }), (story) => {
        const slots = new CaseSlots(project, bounds);
        const table = new Table<CaseRow>();
        let before: Numbered = new Map();
        for (const [n, { state, whole, inColumns, level }] of story.entries()) {
          const set = tell(FIELDS, state, inColumns);
          const change = changeBetween('cases', FIELDS, [before, state], inColumns);
          const told =
            whole || n === 0
              ? table.fill(overTheLine({ view: 'cases', fields: FIELDS, set }))
              : table.change(overTheLine(change));
          slots.apply(told, table);
          slots.counted(level);
          before = state;
        }
        const rows = [...before.values()].map((of) => of.row as Seen);
        const placed = rows.filter(({ lon }) => lon !== null);
        for (const light of LIGHTS)
          expect(slots.count(light)).toBe(rows.filter((of) => of.light === light).length);
        expect(slots.unplaced).toBe(rows.length - placed.length);
        expect(drawn(slots)).toEqual(
          placed
            .map(({ lon, lat, light, receivedAt }) => {
              const [x, y] = project(lon ?? 0, lat ?? 0);
              return [x, y, LIGHTS.indexOf(light), Math.fround(hoursOf(receivedAt))].join();
            })
            .sort(),
        );
        const east = { ...bounds, x: 0, width: 5000 };
        for (const [least, light] of LIGHTS.entries()) {
          const pressing = placed.filter(
            (of) => (of.lon ?? 0) >= 0 && LIGHTS.indexOf(of.light) >= least,
          );
          const found = slots.slotsIn(east, light, pressing.length);
          expect(found?.length).toBe(pressing.length);
          expect(found?.every((slot) => slots.look.data[slot]! >= least)).toBe(true);
          if (pressing.length > 0)
            expect(slots.slotsIn(east, light, pressing.length - 1)).toBeNull();
        }
        for (const level of [...slots.lattices.keys(), 0]) {
          const { all, late } = slots.counted(level).within(bounds);
          expect(all).toBe(placed.length);
          expect(late).toBe(
            placed.filter(({ light }) => light === 'red' || light === 'purple').length,
          );
        }
      }),
    );
  });

  it('that change their light in thousands keep their place and their count', () => {
    const slots = new CaseSlots(project, bounds);
    const table = new Table<CaseRow>();
    const states = (['red', 'green', 'purple'] as const).map(
      (light): Numbered =>
        new Map(
          Array.from({ length: 5000 }, (_, n) => [
            n,
            {
              key: `${n}`,
              row: {
                light: n % 5 ? light : 'yellow',
                lon: n % 7 ? 1 : null,
                lat: 2,
                receivedAt: n,
              },
            },
          ]),
        ),
    );
    const [red, green, purple] = states as [Numbered, Numbered, Numbered];
    const set = tell(FIELDS, red, true);
    slots.apply(table.fill(overTheLine({ view: 'cases', fields: FIELDS, set })), table);
    const late = () => slots.counted(0).within(bounds).late;
    expect(late()).toBe(3428);
    for (const [from, to] of [
      [red, green],
      [green, purple],
    ] as const) {
      const change = overTheLine(changeBetween('cases', FIELDS, [from, to], true));
      expect(change.mod.map(({ values }) => 'codes' in values)).toEqual([true]);
      slots.apply(table.change(change), table);
      expect(late()).toBe(to === purple ? 3428 : 0);
      expect(slots.counted(0).within(bounds)).toMatchObject({ all: 4285, most: 4285 });
    }
    expect(slots.count('purple')).toBe(4000);
    expect(slots.count('yellow')).toBe(1000);
  });
});
