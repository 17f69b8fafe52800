import { z } from 'zod';
import type { Millis } from './ids.ts';
import type { ViewName, Views } from './picture.ts';
import { VIEW_NAMES } from './picture.ts';

/**
 * The line to the screens, version 2, over `/ws`. A screen says JSON text; the server says binary
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
 *    different at `from`, or it is another epoch's, the view comes whole.
 * 4. A frame of the held epoch applies where `from` ≤ held ≤ `to`. With `from` 0 it applies to any
 *    state, and its epoch becomes the held one. Where `to` < held it is a repeat and is dropped.
 *    Anything else is a gap: the screen closes the line and says `hello` without what it holds.
 * 5. A frame is applied whole, before anything is drawn, or not at all.
 * 6. Something comes at least every second, if only a frame without parts. A screen that hears nothing
 *    for 3 s says so and reconnects.
 * 7. A version or a page that the server does not serve is answered by `reload`: an old page loads
 *    itself anew.
 *
 * Invariant: what a screen holds equals the server's state from scratch.
 */
export const WIRE_VERSION = 2;
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
  z.object({ t: z.literal('show'), show: Show }),
]);
/** The part of a hello that every version says alike. */
export const AnyHello = z.object({ t: z.literal('hello'), version: z.number().int() });

/** What a screen says. */
export type Said = z.infer<typeof Said>;
export type Hello = Extract<Said, { t: 'hello' }>;

/** A row on the wire: its key, then its values in the order of the view's fields. */
export type WireRow = [key: string, ...values: unknown[]];

/** A whole view. `columns`: the rows as an Arrow stream (columns.ts). */
export type Whole = { view: ViewName; fields: string[] } & (
  | { rows: WireRow[] }
  | { columns: Uint8Array }
);
/** What is different in a view. */
export interface Change {
  view: ViewName;
  /** The view's fields where they have grown since; null: as the screen knows them. */
  fields: string[] | null;
  set: WireRow[];
  /** Key, then pairs of a field's index and its value. */
  mod: WireRow[];
  del: string[];
}
export type Part = Whole | Change;
export const isWhole = (part: Part): part is Whole => 'rows' in part || 'columns' in part;

export interface Frame {
  t: 'frame';
  epoch: string;
  from: number;
  to: number;
  /** Server's machine time. */
  at: Millis;
  parts: Part[];
}
export type ServerMessage = Frame | { t: 'reload'; version: number };

/** A whole view of plain rows, all with the fields of the first. */
export function wholeOf<V extends ViewName>(
  view: V,
  rows: Iterable<readonly [key: string, row: Views[V]]>,
): Extract<Whole, { rows: WireRow[] }> {
  const list = [...rows];
  const fields = Object.keys(list[0]?.[1] ?? {});
  return {
    view,
    fields,
    rows: list.map(([key, row]) => [key, ...fields.map((field) => row[field as keyof typeof row])]),
  };
}
