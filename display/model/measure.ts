import type { Millis } from '../../config/contract/ids.ts';
import type { ViewName } from '../../config/contract/picture.ts';
import type { Position } from '../../config/contract/replica.ts';
import type { State } from '../net/connection.ts';
import type { Heal } from './watchdog.ts';

/**
 * The wall's own measuring point, as `window.qiao`. `committed` holds the newest arrivals with the
 * machine time (UTC milliseconds, with fractions) at which they stood in the document;
 * `frames` counts animation frames that took longer than 50 ms (the browser's own long animation
 * frame entries), with the longest in milliseconds.
 */
export interface Measure {
  committed: { key: string; at: Millis }[];
  /** `filled`: every view has arrived; `living`: and history is not being back-filled any more. */
  state: () => {
    connection: State;
    filled: boolean;
    living: boolean;
    /** Server's machine time that is shown. */
    machine: Millis;
    /** Deployment time. */
    now: Millis;
    views: Record<ViewName, Position | null>;
    /** Rows held of all views together. */
    rows: number;
  };
  frames: { long: number; longest: number };
  /** On a wall of several browsers: when this one was late (in-step.ts). */
  late: readonly { from: Millis; to: Millis }[];
  /** What healed by itself. */
  heals: readonly Heal[];
}

const KEPT = 5000;

/** Adds to a ring that keeps the newest entries. */
export function record(ring: Measure['committed'], keys: readonly string[], at: Millis): void {
  for (const key of keys) ring.push({ key, at });
  if (ring.length > KEPT) ring.splice(0, ring.length - KEPT);
}

/** Starts counting long frames; browsers without the entry type leave the counts at 0. */
export function watchFrames(frames: Measure['frames']): void {
  if (!PerformanceObserver.supportedEntryTypes.includes('long-animation-frame')) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      frames.long += 1;
      frames.longest = Math.max(frames.longest, entry.duration);
    }
  }).observe({ type: 'long-animation-frame', buffered: true });
}

declare global {
  interface Window {
    qiao: Measure;
  }
}
