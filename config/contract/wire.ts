import { z } from 'zod';
import type { Millis } from './ids.ts';
import type { ViewName, Views } from './picture.ts';
import { VIEW_NAMES } from './picture.ts';

/**
 * The line to the screens, version 1. JSON text frames over `/ws`.
 *
 * Every view has an offset that grows by one with each patch; an epoch names one life of the server.
 * (epoch, offset) names one state of one view.
 *
 * 1. The screen says `hello` once, with its version, the views it shows, and for each view the
 *    (epoch, offset) it holds, if any.
 * 2. For each view the server answers either with the patches after that offset (same epoch, still
 *    kept) or with a snapshot. A snapshot replaces the whole view.
 * 3. Then frames come live. In one frame, patches are to be applied together before anything is drawn.
 * 4. A patch applies only to the state it names: its `offset` is the held offset + 1 and its epoch the
 *    held epoch. Anything else is a gap; the screen closes the line and says `hello` again, and
 *    without `have` for that view, which brings a snapshot. A patch at or below the held offset of
 *    the same epoch is a repeat and is dropped.
 * 5. `beat` comes at least every second. A screen that hears nothing for 3 s says so and reconnects.
 * 6. A version the server does not speak is answered by `reload`: an old page loads itself anew.
 *
 * Invariant: snapshot plus patches equals the server's state from scratch.
 */
export const WIRE_VERSION = 1;
export const BEAT_MS = 1000;
export const SILENCE_MS = 3000;

export const Hello = z.object({
  t: z.literal('hello'),
  version: z.number().int(),
  views: z.array(z.enum(VIEW_NAMES)).max(VIEW_NAMES.length),
  have: z.partialRecord(
    z.enum(VIEW_NAMES),
    z.object({ epoch: z.string().max(64), offset: z.number().int().min(0) }),
  ),
});
export type Hello = z.infer<typeof Hello>;

export interface Snapshot<V extends ViewName = ViewName> {
  view: V;
  offset: number;
  rows: [key: string, row: Views[V]][];
}

export interface Patch<V extends ViewName = ViewName> {
  view: V;
  offset: number;
  set: [key: string, row: Views[V]][];
  del: string[];
}

export type ServerMessage =
  | { t: 'snapshot'; epoch: string; at: Millis; snapshots: Snapshot[] }
  | { t: 'frame'; epoch: string; at: Millis; patches: Patch[] }
  | { t: 'beat'; epoch: string; at: Millis }
  | { t: 'reload'; version: number };
