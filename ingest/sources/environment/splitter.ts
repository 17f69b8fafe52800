import { crcHj212, crcModbus, crcText } from './crc.ts';
import { CRC_BYTES, HEAD_BYTES } from './frame.ts';

/** Why bytes that began like a frame are none. */
export type FrameFault = 'wrong CRC' | 'no CRC where the length says' | 'oversize' | 'cut short';

export type SplitEvent =
  | { kind: 'frame'; body: Buffer; crc: 'hj212' | 'modbus' }
  | { kind: 'bad'; reason: FrameFault; bytes: number }
  | { kind: 'garbage'; bytes: number };

/** Where every byte went: what was pushed equals frames + bad + garbage + held. */
export interface SplitCounts {
  frames: number;
  bad: number;
  garbage: number;
  /** Beginning of a frame whose end has not come yet. */
  held: number;
}

export interface Splitter {
  /**
   * Takes what one read of the socket gave. Never throws. Reads on only as far as it is asked to, so that a
   * line full of false starts, each of which costs a CRC, can be closed after a few; it is not to be used after that.
   */
  push(chunk: Buffer): Generator<SplitEvent, void>;
  /** The line has ended: what is held becomes a bad frame. */
  end(): SplitEvent[];
  counts(): SplitCounts;
}

const HASH = 0x23;
const CR = 0x0d;
const LF = 0x0a;
const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
const isCapital = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
/** How every frame begins: `##`, length, and a field name of two letters (QN=, ST=, …). */
const START: readonly ((byte: number) => boolean)[] = [
  (byte) => byte === HASH,
  (byte) => byte === HASH,
  isDigit,
  isDigit,
  isDigit,
  isDigit,
  isCapital,
  isCapital,
  (byte) => byte === 0x3d,
];

/** First place at or after `from` where a frame may begin, a start cut off by the end included; else the length. */
function findStart(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(HASH, from); at >= 0; at = bytes.indexOf(HASH, at + 1)) {
    const said = Math.min(START.length, bytes.length - at);
    let n = 0;
    while (n < said && START[n]?.(bytes[at + n] as number)) n++;
    if (n === said) return at;
  }
  return bytes.length;
}

const EMPTY = Buffer.alloc(0);

/**
 * Cuts a stream of bytes into frames, however the network cut it. A frame is believed when its CRC
 * fits, and no other begins in it; after one that is not, the search goes on behind its `##`, so that a
 * wrong length never hides the good frame that follows. While a frame is incomplete, the beginning of
 * another one inside it shows that it was cut short. CR and LF after a frame belong to it; devices that
 * leave them out are understood.
 * @param options.maxBody largest data segment: what may be held of an incomplete frame
 * @param options.mayModbus whether the sender of this body is known to compute the CRC of Modbus
 */
export function createSplitter(options: {
  maxBody: number;
  mayModbus: (body: Buffer) => boolean;
}): Splitter {
  let rest = EMPTY;
  /** What may still come of the line end of the frame before, and where it counts. */
  let tail: number[] = [];
  let tailOf: 'frames' | 'bad' = 'frames';
  const counts = { frames: 0, bad: 0, garbage: 0 };

  const crcOf = (body: Buffer, told: string): 'hj212' | 'modbus' | null => {
    if (crcText(crcHj212(body)) === told) return 'hj212';
    if (crcText(crcModbus(body)) === told && options.mayModbus(body)) return 'modbus';
    return null;
  };

  const lineEnd = (of: 'frames' | 'bad'): void => {
    tail = [CR, LF];
    tailOf = of;
  };

  /** Reads what `bytes` begins with; null: more must come. */
  const next = (bytes: Buffer): { event: SplitEvent; used: number } | null => {
    const bad = (reason: FrameFault, used: number) => {
      counts.bad += used;
      return { event: { kind: 'bad', reason, bytes: used } as const, used };
    };
    const start = findStart(bytes, 0);
    if (start > 0) {
      counts.garbage += start;
      return { event: { kind: 'garbage', bytes: start }, used: start };
    }
    if (bytes.length < START.length) return null;
    const length = Number(bytes.toString('latin1', 2, HEAD_BYTES));
    const end = HEAD_BYTES + length + CRC_BYTES;
    if (length > options.maxBody) return bad('oversize', findStart(bytes, 2));
    if (bytes.length < end) {
      const another = findStart(bytes, 2);
      return another + START.length <= bytes.length ? bad('cut short', another) : null;
    }

    const body = bytes.subarray(HEAD_BYTES, end - CRC_BYTES);
    const told = bytes.toString('latin1', end - CRC_BYTES, end).toUpperCase();
    const crc = crcOf(body, told);
    // of wrong lengths one in 65,536 fits by chance: it must not cost the good frame that it reaches into
    const another = findStart(bytes.subarray(0, end), 2);
    if (crc === null || another + START.length <= end) {
      if (another === end) lineEnd('bad');
      return bad(
        /^[0-9A-F]{4}$/.test(told) ? 'wrong CRC' : 'no CRC where the length says',
        another,
      );
    }
    counts.frames += end;
    lineEnd('frames');
    return { event: { kind: 'frame', body: Buffer.from(body), crc }, used: end };
  };

  return {
    *push(chunk) {
      let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
      while (bytes.length > 0) {
        const wanted = tail.indexOf(bytes[0] as number);
        if (wanted >= 0) {
          tail = tail.slice(wanted + 1);
          counts[tailOf]++;
          bytes = bytes.subarray(1);
          continue;
        }
        tail = [];
        const found = next(bytes);
        if (found === null) break;
        bytes = bytes.subarray(found.used);
        yield found.event;
      }
      // a copy, so that a few held bytes do not keep a whole read alive
      rest = bytes.length > 0 ? Buffer.from(bytes) : EMPTY;
    },
    end() {
      const bytes = rest.length;
      if (bytes === 0) return [];
      rest = EMPTY;
      counts.bad += bytes;
      return [{ kind: 'bad', reason: 'cut short', bytes }];
    },
    counts: () => ({ ...counts, held: rest.length }),
  };
}
