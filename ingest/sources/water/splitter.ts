import { type Frame, type FrameFault, HEAD, measure, readFrame } from './frame.ts';

/**
 * What became of a run of bytes: `bytes` of which nothing was told before. Every byte that was pushed is in
 * exactly one event, or still pending.
 */
export type SplitEvent =
  | { kind: 'frame'; frame: Frame; bytes: number }
  | { kind: 'bad'; reason: FrameFault; bytes: number }
  | { kind: 'garbage'; bytes: number };

export interface Splitter {
  push(chunk: Buffer): SplitEvent[];
  /** Nothing more comes: what is pending is no frame, save for frames that begin inside it. */
  cut(): SplitEvent[];
  /** Bytes of a frame not yet whole, at most one frame less a byte (4,111). */
  pending(): number;
}

const START = Buffer.from('7E7E', 'hex');

/**
 * Cuts a stream of bytes into frames of the HEX/BCD form. A frame is believed when its CRC fits and no
 * good frame begins in it: of wrong lengths one in 65,536 fits by chance, and must not cost the frame
 * that it reaches into. Nothing waits for that: what begins in a believed frame and has not come to its
 * end is looked at again once it has. After a bad length, character or CRC it goes on at the next 7E7E,
 * be it inside the bad frame; a head whose length reaches too far is given up once a good frame stands
 * inside it. Fewer bytes than a head are garbage, not a frame.
 *
 * The standard's ASCII form (§6.4, start 01) is not read: public implementations know it, but no frame of
 * a real station was found to confirm it. Nor is a frame written out as hexadecimal text, which nothing
 * public speaks of on the wire. Both are garbage here.
 */
export function createSplitter(): Splitter {
  let held: Buffer = Buffer.alloc(0);
  /** So many of the held bytes were told of, as the end of a frame that was believed. */
  let toldHeld = 0;

  const split = (buffer: Buffer, last: boolean): SplitEvent[] => {
    const events: SplitEvent[] = [];
    let told = toldHeld;
    /** Bytes up to `to` that were not told of; from now on they are. */
    const tell = (from: number, to: number): number => {
      const bytes = Math.max(0, to - Math.max(from, told));
      told = Math.max(told, to);
      return bytes;
    };
    const drop = (from: number, to: number, reason: FrameFault | null): void => {
      const bytes = tell(from, to);
      if (bytes === 0) return;
      const before = events.at(-1);
      if (reason !== null && bytes >= HEAD) events.push({ kind: 'bad', reason, bytes });
      else if (before?.kind === 'garbage') before.bytes += bytes;
      else events.push({ kind: 'garbage', bytes });
    };
    /**
     * Among what begins after `from` and before `to`: the first good frame, and the first that may become one.
     * Each is looked at once, when it becomes whole: nothing good begins in what was held.
     */
    const inside = (from: number, to: number): { good: number | null; open: number | null } => {
      let open: number | null = null;
      for (let at = buffer.indexOf(START, from + 1); at >= 0; at = buffer.indexOf(START, at + 1)) {
        if (at >= to) break;
        const size = at + HEAD > buffer.length ? null : measure(buffer, at);
        if (size?.ok === false) continue;
        const end = size ? at + size.value : Infinity;
        if (end > buffer.length) open ??= at;
        else if (end > held.length && readFrame(buffer.subarray(at, end)).ok)
          return { good: at, open };
      }
      const half = to === buffer.length && buffer.at(-1) === START[0];
      return { good: null, open: open ?? (half ? to - 1 : null) };
    };

    let at = 0;
    for (;;) {
      const start = buffer.indexOf(START, at);
      if (start < 0) {
        const half = !last && buffer.length > at && buffer.at(-1) === START[0] ? 1 : 0;
        drop(at, buffer.length - half, null);
        at = buffer.length - half;
        break;
      }
      drop(at, start, null);
      at = start;
      const next = buffer.indexOf(START, at + 1);
      const giveUp = (size: number, reason: FrameFault): void => {
        // a 7E that ends what there is may begin the next frame
        const end = buffer.length - (!last && buffer.at(-1) === START[0] ? 1 : 0);
        const to = Math.min(at + size, next < 0 ? end : next);
        drop(at, to, reason);
        at = to;
      };
      if (buffer.length - at < HEAD) {
        if (!last) break;
        giveUp(buffer.length, 'cut off');
        continue;
      }
      const size = measure(buffer, at);
      if (!size.ok) {
        giveUp(HEAD, size.error);
        continue;
      }
      if (at + size.value > buffer.length) {
        if (last) {
          giveUp(buffer.length, 'cut off');
          continue;
        }
        const { good } = inside(at, buffer.length);
        if (good === null) break;
        drop(at, good, 'cut off');
        at = good;
        continue;
      }
      const frame = readFrame(buffer.subarray(at, at + size.value));
      if (!frame.ok) {
        giveUp(size.value, frame.error);
        continue;
      }
      const end = at + size.value;
      const { good, open } = inside(at, end);
      if (good === null) events.push({ kind: 'frame', frame: frame.value, bytes: tell(at, end) });
      else drop(at, good, 'bad length');
      at = good ?? open ?? end;
    }
    toldHeld = Math.max(0, told - at);
    held = Buffer.from(buffer.subarray(at));
    return events;
  };

  return {
    push: (chunk) => split(held.length === 0 ? chunk : Buffer.concat([held, chunk]), false),
    cut: () => split(held, true),
    pending: () => held.length - toldHeld,
  };
}
