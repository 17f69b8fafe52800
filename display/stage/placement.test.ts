import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place, type Rectangle, rectangle, squareAt, touch, type Wish } from './placement.ts';

const frame = { width: 1000, height: 600 };
const coordinate = (most: number) => fc.integer({ min: 0, max: most });
const point = fc.tuple(coordinate(frame.width), coordinate(frame.height));
const wishes = fc
  .array(
    fc.record({
      width: fc.integer({ min: 20, max: 160 }),
      height: fc.integer({ min: 12, max: 30 }),
      seats: fc.array(point, { minLength: 1, maxLength: 6 }),
      weight: fc.nat({ max: 2 }),
    }),
    { maxLength: 40 },
  )
  .map((list) => list.map((wish, n): Wish => ({ id: String(n), ...wish })));
const equals = wishes.map((list) => list.map((wish) => ({ ...wish, weight: 0 })));
const marks = fc.array(
  point.map((at) => squareAt(at, 8)),
  { maxLength: 40 },
);
const NONE = new Map<string, number>();

const boxesOf = (list: readonly Wish[], placed: ReadonlyMap<string, number>): Rectangle[] =>
  list.flatMap((wish) => {
    const seat = placed.get(wish.id);
    return seat === undefined ? [] : [rectangle(wish, seat)];
  });
const overlap = (a: Rectangle, b: Rectangle): boolean => touch(a, b, 0);

describe('the labels of the map', () => {
  it('never touch each other, cover no mark that matters and stay on the map', () => {
    fc.assert(
      fc.property(wishes, marks, (list, heeded) => {
        const boxes = boxesOf(list, place(list, frame, NONE, heeded));
        for (const [n, box] of boxes.entries()) {
          expect(box.left >= 0 && box.top >= 0).toBe(true);
          expect(box.right <= frame.width && box.bottom <= frame.height).toBe(true);
          expect(heeded.some((mark) => overlap(box, mark))).toBe(false);
          expect(boxes.slice(n + 1).some((other) => touch(box, other))).toBe(false);
        }
      }),
    );
  });

  it('are left out only where every seat is taken, off the map or over a mark', () => {
    fc.assert(
      fc.property(wishes, marks, (list, heeded) => {
        const placed = place(list, frame, NONE, heeded);
        const boxes = boxesOf(list, placed);
        for (const wish of list.filter(({ id }) => !placed.has(id)))
          for (const seat of wish.seats.keys()) {
            const box = rectangle(wish, seat);
            const fits = box.left >= 0 && box.right <= frame.width;
            const isFree = fits && box.top >= 0 && box.bottom <= frame.height;
            const isClear = !heeded.some((mark) => touch(box, mark));
            expect(isFree && isClear && !boxes.some((other) => touch(box, other))).toBe(false);
          }
      }),
    );
  });

  it('keep their seats while those are clear, whatever comes or goes', () => {
    fc.assert(
      fc.property(equals, equals, marks, marks, (list, fresh, heeded, heededLater) => {
        const before = place(list, frame, NONE, heeded);
        expect(place(list, frame, before, heeded)).toEqual(before);
        const others = fresh.map((wish) => ({ ...wish, id: `new ${wish.id}` }));
        const after = place([...others, ...list], frame, before, heededLater);
        for (const wish of list) {
          const seat = before.get(wish.id);
          if (seat === undefined) continue;
          const box = rectangle(wish, seat);
          if (!heededLater.some((mark) => touch(box, mark))) expect(after.get(wish.id)).toBe(seat);
        }
      }),
    );
  });

  it('give way to what weighs more, where that has no other seat', () => {
    const box = { width: 100, height: 20 };
    const light: Wish = {
      id: 'light',
      ...box,
      weight: 0,
      seats: [
        [500, 300],
        [500, 400],
      ],
    };
    const heavy: Wish = { id: 'heavy', ...box, weight: 1, seats: [[500, 300]] };
    const stood = new Map([['light', 0]]);
    expect(place([light, heavy], frame, stood)).toEqual(
      new Map([
        ['heavy', 0],
        ['light', 1],
      ]),
    );
    const free: Wish = {
      ...heavy,
      seats: [
        [500, 300],
        [500, 500],
      ],
    };
    expect(place([light, free], frame, stood)).toEqual(
      new Map([
        ['heavy', 1],
        ['light', 0],
      ]),
    );
  });

  it('take turns: who has but one seat goes before who has two', () => {
    const box = { width: 100, height: 20, weight: 0 };
    const two: Wish = {
      id: 'two',
      ...box,
      seats: [
        [500, 300],
        [500, 400],
      ],
    };
    const one: Wish = { id: 'one', ...box, seats: [[500, 300]] };
    expect(place([two, one], frame, NONE)).toEqual(
      new Map([
        ['one', 0],
        ['two', 1],
      ]),
    );
  });

  it('leave marks to be seen; only what is needed stands over one rather than nowhere', () => {
    const mark = squareAt([500, 300], 5);
    const both: Wish = {
      id: 'a',
      width: 100,
      height: 20,
      weight: 0,
      seats: [
        [500, 300],
        [500, 400],
      ],
    };
    expect(place([both], frame, new Map([['a', 0]]), [mark])).toEqual(new Map([['a', 1]]));
    const only: Wish = { ...both, seats: [[500, 300]] };
    expect(place([only], frame, NONE, [mark])).toEqual(NONE);
    expect(place([{ ...only, needed: true }], frame, NONE, [mark])).toEqual(new Map([['a', 0]]));
    expect(place([{ ...both, needed: true }], frame, NONE, [mark])).toEqual(new Map([['a', 1]]));
  });

  it('cover an ordinary mark beside them only where there is no other seat', () => {
    const shuns = [squareAt([500, 300], 5)];
    const both: Wish = {
      id: 'a',
      width: 100,
      height: 20,
      weight: 0,
      seats: [
        [500, 300],
        [500, 400],
      ],
      shuns,
    };
    expect(place([both], frame, NONE)).toEqual(new Map([['a', 1]]));
    expect(place([{ ...both, seats: [[500, 300]] }], frame, NONE)).toEqual(new Map([['a', 0]]));
  });
});
