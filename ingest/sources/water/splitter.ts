import { type Frame, type FrameFault, HEAD, measure, readFrame } from './frame.ts';

/** What became of a run of bytes. Every byte that was pushed is in exactly one event, or still pending. */
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
 * Cuts a stream of bytes into frames of the HEX/BCD form. After a bad length, character or CRC it goes
 * on at the next 7E7E, be it inside the bad frame; a head whose length reaches too far is given up once
 * a whole frame with a right CRC stands inside it. Fewer bytes than a head are garbage, not a frame.
 *
 * The standard's ASCII form (§6.4, start 01) is not read: public implementations know it, but no frame of
 * a real station was found to confirm it. Nor is a frame written out as hexadecimal text, which nothing
 * public speaks of on the wire. Both are garbage here.
 */
export function createSplitter(): Splitter {
  let held: Buffer = Buffer.alloc(0);

  const split = (buffer: Buffer, last: boolean): SplitEvent[] => {
    const events: SplitEvent[] = [];
    const drop = (bytes: number, reason: FrameFault | null): void => {
      if (bytes === 0) return;
      const before = events.at(-1);
      if (reason !== null && bytes >= HEAD) events.push({ kind: 'bad', reason, bytes });
      else if (before?.kind === 'garbage') before.bytes += bytes;
      else events.push({ kind: 'garbage', bytes });
    };
    /** Start of a whole good frame inside one that is not whole. Each is looked at once, when it becomes whole. */
    const inside = (from: number): number => {
      for (let at = buffer.indexOf(START, from + 1); at >= 0; at = buffer.indexOf(START, at + 1)) {
        if (at + HEAD > buffer.length) break;
        const size = measure(buffer, at);
        if (!size.ok || at + size.value > buffer.length) continue;
        if (at + size.value > held.length && readFrame(buffer.subarray(at, at + size.value)).ok)
          return at;
      }
      return -1;
    };

    let at = 0;
    for (;;) {
      const start = buffer.indexOf(START, at);
      if (start < 0) {
        const half = !last && buffer.length > at && buffer.at(-1) === START[0] ? 1 : 0;
        drop(buffer.length - half - at, null);
        at = buffer.length - half;
        break;
      }
      drop(start - at, null);
      at = start;
      const next = buffer.indexOf(START, at + 1);
      const giveUp = (size: number, reason: FrameFault): void => {
        // a 7E that ends what there is may begin the next frame
        const end = buffer.length - (!last && buffer.at(-1) === START[0] ? 1 : 0);
        const to = Math.min(at + size, next < 0 ? end : next);
        drop(to - at, reason);
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
        const inner = inside(at);
        if (inner < 0) break;
        drop(inner - at, 'cut off');
        at = inner;
        continue;
      }
      const frame = readFrame(buffer.subarray(at, at + size.value));
      if (!frame.ok) {
        giveUp(size.value, frame.error);
        continue;
      }
      events.push({ kind: 'frame', frame: frame.value, bytes: size.value });
      at += size.value;
    }
    held = Buffer.from(buffer.subarray(at));
    return events;
  };

  return {
    push: (chunk) => split(held.length === 0 ? chunk : Buffer.concat([held, chunk]), false),
    cut: () => split(held, true),
    pending: () => held.length,
  };
}
