import { z } from 'zod';
import type { Millis } from './ids.ts';
import type { Coded } from './packing.ts';
import type { ViewName, Views } from './picture.ts';
import { VIEW_NAMES } from './picture.ts';

/**
 * The line to the screens, version 3, over `/ws`. A screen says JSON text; the server says binary
 * frames (frame-codec.ts), the long ones in pieces.
 *
 * The picture has one offset, which grows with each commit. An epoch names one life of the picture as
 * seen in one scope of rows; (epoch, offset) names one state of it.
 *
 * 1. The screen says `hello` once, with its version, what it shows, and the state it holds, if any,
 *    with the views that it holds as it shows them now. `show` changes later what it shows.
 * 2. A frame leads from the state `from` to the state `to`. For each view that differs it has a part:
 *    a change, or the whole view, which replaces it. A view of which nothing is said is the same.
 * 3. What changes in between is told by its last state only: a screen that cannot read for a while
 *    gets one frame from the state it holds to the newest. Where the server no longer knows what was
 *    different at `from`, or it is another epoch's, the view comes whole. A gateway that follows another
 *    one's picture and has not heard of `from` yet answers once it has.
 * 4. A frame with `from` 0 tells all views whole: it applies to any state, and its epoch becomes the
 *    held one. Another one of the held epoch applies where `from` ≤ held ≤ `to`: in between nothing shown
 *    was different. Where `to` < held it is a repeat and is dropped. Anything else is a gap: the screen closes the line and says `hello` without what it holds.
 *    The first frame after a `show` names it. What it shows anew comes whole then: a whole view that
 *    came before is of what was shown before, and is not taken.
 * 5. A frame is applied whole, before anything is drawn, or not at all.
 * 6. Something comes at least every second, if only a frame without parts. A screen that hears nothing
 *    for 3 s says so and reconnects.
 * 7. A version or a page that the server does not serve is answered by `reload`: an old page loads
 *    itself anew.
 * 8. A row has a number in its view for as long as it is there; afterwards another one may have it.
 *    Numbers, and the order of a view's fields, are part of the state: every gateway that tells a state
 *    tells the same ones. Who is shown a choice of rows holds their numbers alone: they may lie apart,
 *    and so tell how many rows there are at most.
 * 9. A change names rows by number. First the numbers that it removes hold no row, then those that it
 *    sets, which hold none now, have theirs, then fields of other rows get their new values.
 *
 * Invariant: what a screen holds equals the server's state from scratch, numbers included.
 */
export const WIRE_VERSION = 3;
export const BEAT_MS = 1000;
export const SILENCE_MS = 3000;
/** Most bytes of one message: longer frames come in pieces, so that a slow line shows signs of life. */
export const PIECE_BYTES = 16 * 1024;

const ViewList = z.array(z.enum(VIEW_NAMES)).max(VIEW_NAMES.length);
const Degrees = z.number().min(-180).max(180);

/** What a screen shows. */
export const Show = z.object({
  views: ViewList,
  /** Rows of these communities only, of views whose rows have a grid; null: of all. */
  communities: z.array(z.string().max(64)).max(256).nullable(),
  /** Cases located in this box (west, south, east, north) only, with those not located; null: all. */
  window: z.tuple([Degrees, Degrees, Degrees, Degrees]).nullable(),
});
export type Show = z.infer<typeof Show>;
export const showAll = (views: readonly ViewName[]): Show => ({
  views: [...views],
  communities: null,
  window: null,
});

/** The choice of rows, in an order that is the same for the same choice. */
export const rowsOf = ({ communities, window }: Show) => [
  communities && [...communities].sort(),
  window,
];

/** Views of which another choice of rows or views shows something that the screen does not hold. */
export function freshAfter(before: Show, after: Show): Set<ViewName> {
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
  const [communities, window] = rowsOf(after);
  const [communitiesBefore, windowBefore] = rowsOf(before);
  return new Set(
    after.views.filter(
      (view) =>
        !before.views.includes(view) ||
        !same(communities, communitiesBefore) ||
        (view === 'cases' && !same(window, windowBefore)),
    ),
  );
}

export const Said = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('hello'),
    version: z.number().int(),
    show: Show,
    have: z
      .object({ epoch: z.string().max(64), offset: z.number().int().min(1), views: ViewList })
      .nullable(),
  }),
  /** `turn`: higher than that of any before on this line. */
  z.object({ t: z.literal('show'), turn: z.number().int().min(1), show: Show }),
]);
/** The part of a hello that every version says alike. */
export const AnyHello = z.object({ t: z.literal('hello'), version: z.number().int() });

/** What a screen says. */
export type Said = z.infer<typeof Said>;
export type Hello = Extract<Said, { t: 'hello' }>;

/** A row on the wire: its key, then its values in the order of the view's fields. */
export type WireRow = [key: string, ...values: unknown[]];

/** Rows and their numbers; `columns`: the rows as an Arrow stream (columns.ts). */
export type Told = { numbers: readonly number[] } & (
  | { rows: readonly WireRow[] }
  | { columns: Uint8Array }
);
/** A whole view. */
export interface Whole {
  view: ViewName;
  fields: readonly string[];
  set: Told;
}
/** New values of one field, the n-th of the row of the n-th number. */
export interface Mended<Field = number> {
  /** Index among the view's fields. */
  field: Field;
  numbers: readonly number[];
  values: readonly unknown[] | Coded;
}
/** What is different in a view. */
export interface Change {
  view: ViewName;
  /** The view's fields where they have grown since; null: as the screen knows them. */
  fields: readonly string[] | null;
  /** Numbers that hold no row any more. */
  del: readonly number[];
  /** Rows that are new, or new to the screen. */
  set: Told;
  mod: readonly Mended[];
}
export type Part = Whole | Change;
export const isWhole = (part: Part): part is Whole => !('mod' in part);

export interface Frame {
  t: 'frame';
  epoch: string;
  from: number;
  to: number;
  /** Server's machine time. */
  at: Millis;
  /** Of the last `show` heard, where it is the first frame since. */
  turn?: number | undefined;
  parts: Part[];
}
export type ServerMessage = Frame | { t: 'reload'; version: number };

/** A whole view of plain rows, all with the fields of the first, numbered as they come. */
export function wholeOf<V extends ViewName>(
  view: V,
  rows: Iterable<readonly [key: string, row: Views[V]]>,
): Whole & { set: { rows: WireRow[] } } {
  const list = [...rows];
  const fields = Object.keys(list[0]?.[1] ?? {});
  const numbers = list.map((_, number) => number);
  const told = list.map(
    ([key, row]): WireRow => [key, ...fields.map((field) => row[field as keyof typeof row])],
  );
  return { view, fields, set: { numbers, rows: told } };
}
