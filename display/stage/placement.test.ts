import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { place, rectangle, touch, type Wish } from './placement.ts';

const frame = { width: 1000, height: 600 };
const coordinate = (most: number) => fc.integer({ min: 0, max: most });
const wishes = fc
  .array(
    fc.record({
      width: fc.integer({ min: 20, max: 160 }),
      height: fc.integer({ min: 12, max: 30 }),
      seats: fc.array(fc.tuple(coordinate(frame.width), coordinate(frame.height)), {
        minLength: 1,
        maxLength: 4,
      }),
    }),
    { maxLength: 60 },
  )
  .map((list) => list.map((wish, n): Wish => ({ id: String(n), ...wish })));

describe('the labels of the map', () => {
  it('never touch each other nor leave the map', () => {
    fc.assert(
      fc.property(wishes, (list) => {
        const placed = place(list, frame, new Map());
        const boxes = list.flatMap((wish) => {
          const seat = placed.get(wish.id);
          return seat === undefined ? [] : [rectangle(wish, seat)];
        });
        for (const [n, box] of boxes.entries()) {
          expect(box.left >= 0 && box.top >= 0).toBe(true);
          expect(box.right <= frame.width && box.bottom <= frame.height).toBe(true);
          for (const other of boxes.slice(n + 1)) expect(touch(box, other)).toBe(false);
        }
      }),
    );
  });

  it('stand where they stood when nothing changed; when another one goes, or make room for what weighs more', () => {
    fc.assert(
      fc.property(wishes, fc.nat(), (list, n) => {
        const before = place(list, frame, new Map());
        expect(place(list, frame, before)).toEqual(before);
        const gone = list[n % Math.max(1, list.length)]?.id;
        const rest = list.filter(({ id }) => id !== gone);
        const after = place(rest, frame, before);
        for (const [at, wish] of rest.entries()) {
          const seat = before.get(wish.id);
          if (seat === undefined || after.get(wish.id) === seat) continue;
          const weighsMore = rest.slice(0, at).filter((other) => {
            const now = after.get(other.id);
            if (now === undefined || now === before.get(other.id)) return false;
            return touch(rectangle(other, now), rectangle(wish, seat));
          });
          expect(weighsMore.length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('give way to what weighs more', () => {
    const one = { width: 100, height: 20, seats: [[500, 300] as const, [500, 400] as const] };
    const placed = place(
      [
        { id: 'a', ...one },
        { id: 'b', ...one },
      ],
      frame,
      new Map(),
    );
    expect([...placed]).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  it('leave marks to be seen; only what is needed stands over one rather than nowhere', () => {
    const box = { width: 100, height: 20 };
    const mark = { left: 495, top: 295, right: 505, bottom: 305 };
    const both = { id: 'a', ...box, seats: [[500, 300] as const, [500, 400] as const] };
    expect([...place([both], frame, new Map([['a', 0]]), [mark])]).toEqual([['a', 1]]);
    const only = { ...both, seats: [[500, 300] as const] };
    expect([...place([only], frame, new Map(), [mark])]).toEqual([]);
    const needed = { ...only, needed: true };
    expect([...place([needed], frame, new Map(), [mark])]).toEqual([['a', 0]]);
  });
});
