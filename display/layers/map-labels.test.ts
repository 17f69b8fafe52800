import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadDeployment } from '../../config/deployment/load.ts';
import { TEXT } from '../design/scale.ts';
import { contains } from '../stage/areas.ts';
import { fit, toPlane, toScreen, zoomedAt } from '../stage/camera.ts';
import { layOut } from '../stage/geometry.ts';
import { INKS } from '../stage/palette.ts';
import {
  place,
  type Rectangle,
  rectangle,
  squareAt,
  touch,
  type Wish,
} from '../stage/placement.ts';
import { type Looking, labelsOf } from './map-labels.ts';

const deployment = loadDeployment('huangqiao');
const geometry = layOut(deployment);
const { communities } = geometry;
const size = { width: 1000, height: 760 };
const frame = { x: 10, y: 10, width: size.width - 20, height: size.height - 20 };
const SIDE = 10 * TEXT.body;

/** The map, so many times nearer than all of it. */
function looking(nearness: number): Looking {
  const whole = fit(geometry.bounds, frame);
  const view = nearness === 1 ? whole : zoomedAt(whole, frame, [500, 380], nearness);
  return {
    ...{ geometry, ink: INKS.night, nearness, scale: view.scale, unit: 1 },
    toScreen: (at) => toScreen(view, frame, at),
    toPlane: (at) => toPlane(view, frame, at),
  };
}

/** The names wished for, a letter as wide as high in Chinese and half as wide in English. */
function wishesOf(from: Looking, language: 'zh' | 'en'): Wish[] {
  const name = (id: string) => deployment.communities.find((one) => one.id === id)!.name[language];
  const names = {
    grid: () => 'no grid has room for so long a name',
    community: name,
    hotspot: () => '',
  };
  return labelsOf(from, names, [], []).map((label) => {
    const box = { width: label.text.length * SIDE * (language === 'zh' ? 1 : 0.5), height: SIDE };
    return { ...label, ...box, seats: label.seats(box) };
  });
}
const standing = (wishes: readonly Wish[], seats: ReadonlyMap<string, number>) =>
  wishes.flatMap((wish): [id: string, box: Rectangle][] => {
    const seat = seats.get(wish.id);
    return seat === undefined ? [] : [[wish.id.replace('community ', ''), rectangle(wish, seat)]];
  });
const marks = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: size.width }), fc.integer({ min: 0, max: size.height }))
    .map((at) => squareAt(at, 7)),
  { maxLength: 60 },
);

describe('the names of the communities', () => {
  it.each(['zh', 'en'] as const)('all stand where nothing is in the way, in %s', (language) => {
    const wishes = wishesOf(looking(1), language);
    expect(place(wishes, size, new Map()).size).toBe(communities.length);
  });

  it.each(['zh', 'en'] as const)(
    'leave what matters to be seen, and stand over their own community or beside it, in %s',
    (language) => {
      const from = looking(1);
      const wishes = wishesOf(from, language);
      fc.assert(
        fc.property(marks, (heeded) => {
          const names = standing(wishes, place(wishes, size, new Map(), heeded));
          for (const [n, [id, box]] of names.entries()) {
            expect(heeded.some((mark) => touch(box, mark, 0))).toBe(false);
            expect(names.slice(n + 1).some(([, other]) => touch(box, other))).toBe(false);
            const middle = from.toPlane([(box.left + box.right) / 2, (box.top + box.bottom) / 2]);
            const under = communities.find(({ polygons }) => contains(polygons, middle));
            expect([id, undefined]).toContain(under?.id);
          }
        }),
        { numRuns: 30 },
      );
    },
  );

  it('stay where they are while something else comes due, and give way to what comes under them', () => {
    const wishes = wishesOf(looking(1), 'zh');
    const before = place(wishes, size, new Map());
    fc.assert(
      fc.property(marks, (heeded) => {
        const after = place(wishes, size, before, heeded);
        for (const wish of wishes) {
          const seat = before.get(wish.id)!;
          const box = rectangle(wish, seat);
          const covers = heeded.some((mark) => touch(box, mark, 0));
          if (covers) expect(after.get(wish.id)).not.toBe(seat);
          else if (!heeded.some((mark) => touch(box, mark))) expect(after.get(wish.id)).toBe(seat);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the names of places', () => {
  it('stand right of their mark, and elsewhere about it where a patroller stands there', () => {
    const from = looking(4);
    const at = from.toPlane([500, 380]);
    const post = { id: 'post 1', name: '大庄微型消防站', x: at[0], y: at[1], from: 1 };
    const names = { grid: () => '', community: () => '', hotspot: () => '' };
    const label = labelsOf(from, names, [], [post]).find(({ id }) => id === 'place post 1')!;
    const box = { width: 160, height: 23 };
    const wish = { ...label, ...box, seats: label.seats(box) };
    const seated = (shuns: Rectangle[]) =>
      place([{ ...wish, shuns }], size, new Map()).get(wish.id);
    expect(seated([])).toBe(0);
    expect(seated([squareAt([560, 372], 8)])).toBe(1);
    expect(seated([squareAt([560, 372], 8), squareAt([440, 372], 8)])).toBe(2);
  });
});
