import type { Point } from './projection.ts';

/** A label that wants to stand on the map: its size, and the centres where it may, best first. CSS pixels. */
export interface Wish {
  id: string;
  width: number;
  height: number;
  seats: readonly Point[];
  /** The heavier ones take their seats first. */
  weight: number;
  /** Whether it would be understood there; every seat will do else. */
  suits?: (box: Rectangle) => boolean;
  /** It stands over marks rather than nowhere. */
  needed?: boolean;
  /** Other marks, which it covers only where it has no other seat. */
  shuns?: readonly Rectangle[];
}

export interface Rectangle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Something drawn on the plane, and half the side of its square in CSS pixels. */
export interface Mark {
  x: number;
  y: number;
  half: number;
}

/** Free space kept round a label, and between it and a mark. */
const GAP = 3;
const OFF = 1;

/** A seat by its number, and where the label would stand in it. */
interface Seat {
  number: number;
  box: Rectangle;
}

interface Turn {
  wish: Wish;
  /** The seat where it stood, while that is clear. */
  held: Seat | null;
  /** What is clear else, of one that holds none. */
  open: readonly Seat[];
  /** How often it was left out. */
  missed: number;
}

/** So often those that were left out are let go first. */
const ROUNDS = 4;

/**
 * Seats for as many labels as fit without touching each other or the `marks`. A label that stood (`before`:
 * number of the seat by label) keeps its seat while that is clear, so that nothing jumps because something else
 * came, unless a heavier one has no other. Answers the number of the seat of each label that stands.
 */
export function place(
  wishes: readonly Wish[],
  frame: { width: number; height: number },
  before: ReadonlyMap<string, number>,
  marks: readonly Rectangle[] = [],
): Map<string, number> {
  const seatOf = (wish: Wish, number: number): Seat => ({ number, box: rectangle(wish, number) });
  const isOpen = ({ needed }: Wish, { box }: Seat): boolean =>
    box.left >= 0 &&
    box.top >= 0 &&
    box.right <= frame.width &&
    box.bottom <= frame.height &&
    (needed === true || !covers(box, marks, OFF));
  const openTo = (wish: Wish): Seat[] =>
    wish.seats.map((_, number) => seatOf(wish, number)).filter((seat) => isOpen(wish, seat));
  const heldBy = (wish: Wish): Seat | null => {
    const number = before.get(wish.id);
    if (number === undefined || number >= wish.seats.length) return null;
    const seat = seatOf(wish, number);
    return isOpen(wish, seat) && suits(wish, seat) ? seat : null;
  };
  const turns = wishes.map((wish): Turn => {
    const held = heldBy(wish);
    return { wish, held, open: held ? [] : openTo(wish), missed: 0 };
  });

  const seatInTurn = (): Map<string, number> => {
    const standing: Rectangle[] = [];
    const placed = new Map<string, number>();
    turns.forEach(({ wish, held, open }, turn) => {
      const spoken = turns.slice(turn + 1).flatMap((next) => next.held?.box ?? []);
      const hidden = [...(wish.shuns ?? []), ...(wish.needed ? marks : [])];
      const flawsOf = ({ box }: Seat): number =>
        covers(box, standing, GAP)
          ? Number.POSITIVE_INFINITY
          : 2 * Number(covers(box, hidden, OFF)) + Number(covers(box, spoken, GAP));
      function* inTurn(): Iterable<Seat> {
        if (held) yield held;
        yield* held ? openTo(wish) : open;
      }
      const seat = leastFlawed(wish, inTurn(), flawsOf);
      if (!seat) return;
      standing.push(seat.box);
      placed.set(wish.id, seat.number);
    });
    return placed;
  };

  let best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    turns.sort(byTurn);
    const placed = seatInTurn();
    if (placed.size > best.size) best = placed;
    const isOut = ({ wish, open }: Turn) => open.length > 0 && !placed.has(wish.id);
    const isNew = ({ wish, held }: Turn) => held === null && placed.has(wish.id);
    if (!turns.some(isOut) || !turns.some(isNew)) break;
    for (const turn of turns) if (isOut(turn)) turn.missed += 1;
  }
  return best;
}

/** The heavier first, then who keeps a seat, who was left out before, and who has the fewest to choose from. */
const byTurn = (a: Turn, b: Turn): number =>
  b.wish.weight - a.wish.weight ||
  Number(a.held === null) - Number(b.held === null) ||
  b.missed - a.missed ||
  a.open.length - b.open.length;

const suits = (wish: Wish, { box }: Seat): boolean => wish.suits?.(box) ?? true;

/** The first of the seats with the fewest flaws in which the label would be understood. */
function leastFlawed(
  wish: Wish,
  seats: Iterable<Seat>,
  flawsOf: (seat: Seat) => number,
): Seat | null {
  let best: Seat | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const seat of seats) {
    const flaws = flawsOf(seat);
    if (flaws >= least || !suits(wish, seat)) continue;
    best = seat;
    least = flaws;
    if (flaws === 0) break;
  }
  return best;
}

/** Where a label stands in a seat. */
export function rectangle({ width, height, seats }: Wish, seat: number): Rectangle {
  const [x, y] = seats[seat] ?? [0, 0];
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

/** A square about its middle. */
export const squareAt = ([x, y]: Point, half: number): Rectangle => {
  return { left: x - half, top: y - half, right: x + half, bottom: y + half };
};

export const touch = (a: Rectangle, b: Rectangle, gap = GAP): boolean =>
  a.left < b.right + gap &&
  b.left < a.right + gap &&
  a.top < b.bottom + gap &&
  b.top < a.bottom + gap;

function covers(box: Rectangle, others: readonly Rectangle[], gap: number): boolean {
  for (const other of others) if (touch(box, other, gap)) return true;
  return false;
}
