import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, type Polygon } from '../stage/areas.ts';
import { squareAt, touch } from '../stage/placement.ts';
import type { Point } from '../stage/projection.ts';
import { headOf, seatWords, type Word } from './relief-words.ts';

const sheet = {
  ...{ width: 900, height: 600, unit: 1 },
  measure: (text: string, size: number) => text.length * size,
};
/** Four communities about the middle of the sheet, with free ground round them. */
const SIDE = 160;
const areas = [0, 1, 2, 3].map((n): Polygon[] => {
  const [x, y] = [290 + SIDE * (n % 2), 140 + SIDE * (n >> 1)];
  return [
    [
      [
        [x, y],
        [x + SIDE, y],
        [x + SIDE, y + SIDE],
        [x, y + SIDE],
      ],
    ],
  ];
});
const names = areas.map((area, n): Word => {
  return { id: `${n}`, text: '荷馨社区'.slice(n % 2), level: null, place: { area } };
});
const at = fc.tuple(fc.integer({ min: 290, max: 610 }), fc.integer({ min: 140, max: 460 }));
const heads = fc.array(
  at.map((place: Point) => headOf('yellow', place, 1)),
  { maxLength: 40 },
);
/** A word's box by its letters. */
const boxOf = ({ text, at: [x, y] }: { text: string; at: Point }) => {
  return { left: x, right: x + text.length * 23 + 8, top: y + 3, bottom: y + 26 };
};

describe('the names over the relief', () => {
  it('all stand in the middle of their community while no beacon does', () => {
    const { words } = seatWords(names, [], sheet, new Map());
    expect(words.length).toBe(names.length);
    for (const word of words) {
      const { left, right, top, bottom } = boxOf(word);
      const middle: Point = [(left + right) / 2, (top + bottom) / 2];
      expect(contains(areas[Number(word.id)]!, middle)).toBe(true);
    }
  });

  it('cover no beacon nor each other, stand over their own community or outside of all, and stay', () => {
    fc.assert(
      fc.property(heads, (shown) => {
        const { words, seats } = seatWords(names, shown, sheet, new Map());
        const boxes = words.map(boxOf);
        for (const [n, box] of boxes.entries()) {
          expect(shown.some((head) => touch(box, squareAt(head.at, 0.4 * head.side), 0))).toBe(
            false,
          );
          expect(boxes.slice(n + 1).some((other) => touch(box, other, 0))).toBe(false);
          const middle: Point = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
          const under = areas.findIndex((area) => contains(area, middle));
          expect([-1, Number(words[n]!.id)]).toContain(under);
        }
        expect(seatWords(names, shown, sheet, seats).words).toEqual(words);
      }),
      { numRuns: 50 },
    );
  });

  it('make room for the name of an alert, which stands at any rate', () => {
    fc.assert(
      fc.property(at, heads, (place, shown) => {
        const alert: Word = {
          id: 'a',
          text: '大庄村第四网格  红色 1',
          level: 'red',
          place: { at: place },
        };
        const { seats } = seatWords(names, shown, sheet, new Map());
        const { words } = seatWords([alert, ...names], shown, sheet, seats);
        expect(words.map(({ id }) => id)).toContain('a');
        const boxes = words.map(boxOf);
        for (const [n, box] of boxes.entries())
          expect(boxes.slice(n + 1).some((other) => touch(box, other, 0))).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});
