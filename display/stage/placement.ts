/** A label that wants to stand on the map: its size, and the centres where it may, best first. CSS pixels. */
export interface Wish {
  id: string;
  width: number;
  height: number;
  seats: readonly (readonly [x: number, y: number])[];
  /** It stands over marks rather than nowhere. */
  needed?: boolean;
}

export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Free space kept round a label. */
const GAP = 3;

/**
 * Seats for as many labels as fit without touching, the first of the list first. A label that stood
 * keeps its seat while that is free (`before`: number of the seat by label), so that nothing jumps
 * because something else came. `marks` are kept free too. Answers the number of the seat of each label that stands.
 */
export function place(
  wishes: readonly Wish[],
  frame: { width: number; height: number },
  before: ReadonlyMap<string, number>,
  marks: readonly Rectangle[] = [],
): Map<string, number> {
  const standing: Rectangle[] = [];
  const placed = new Map<string, number>();
  for (const wish of wishes) {
    const held = before.get(wish.id);
    const order = wish.seats.map((_, seat) => seat);
    if (held !== undefined && held < order.length) order.unshift(held);
    const free = order.filter((seat) => {
      const box = rectangle(wish, seat);
      if (box.left < 0 || box.top < 0 || box.right > frame.width || box.bottom > frame.height)
        return false;
      return !standing.some((other) => touch(box, other));
    });
    const covers = (seat: number) => marks.some((mark) => touch(rectangle(wish, seat), mark));
    const seat = free.find((each) => !covers(each)) ?? (wish.needed ? free[0] : undefined);
    if (seat === undefined) continue;
    standing.push(rectangle(wish, seat));
    placed.set(wish.id, seat);
  }
  return placed;
}

/** Where a label stands in a seat. */
export function rectangle({ width, height, seats }: Wish, seat: number): Rectangle {
  const [x, y] = seats[seat] ?? [0, 0];
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export const touch = (a: Rectangle, b: Rectangle): boolean =>
  a.left < b.right + GAP &&
  b.left < a.right + GAP &&
  a.top < b.bottom + GAP &&
  b.top < a.bottom + GAP;
