import { Packr } from 'msgpackr';
import { type Frame, isWhole, type Part, PIECE_BYTES, type ServerMessage } from './wire.ts';

/**
 * Frames as bytes: msgpack values one after the other, first [epoch, from, to, at], then the parts.
 * A message is one byte that says whether more of the frame follows, then a piece of it.
 */
const packr = new Packr({ useRecords: false });
const LAST = 0;
const MORE = 1;
const RELOAD = 2;

export const encodePart = (part: Part): Uint8Array =>
  packr.pack(
    isWhole(part)
      ? [part.view, part.fields, 'rows' in part ? part.rows : part.columns]
      : [part.view, part.fields, part.set, part.mod, part.del],
  );

/** A frame to be sent: parts are encoded once and shared by the frames that hold them. */
export class Outgoing {
  /** Bytes of the frame, without the byte before each piece. */
  readonly size: number;
  readonly #buffers: Uint8Array[];
  #whole: Uint8Array | null = null;

  constructor({ epoch, from, to, at }: Omit<Frame, 't' | 'parts'>, parts: readonly Uint8Array[]) {
    this.#buffers = [packr.pack([epoch, from, to, at]), ...parts];
    this.size = this.#buffers.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** Whether one message holds it. */
  get short(): boolean {
    return this.size < PIECE_BYTES;
  }

  /** The message from this byte of the frame on. */
  piece(at: number): Uint8Array {
    if (at === 0 && this.short) {
      this.#whole ??= this.#cut(0);
      return this.#whole;
    }
    return this.#cut(at);
  }

  /** Where the piece after that from `at` begins. */
  after(at: number): number {
    return Math.min(this.size, at + PIECE_BYTES - 1);
  }

  #cut(at: number): Uint8Array {
    const end = this.after(at);
    const message = new Uint8Array(1 + end - at);
    message[0] = end === this.size ? LAST : MORE;
    let start = 0;
    for (const buffer of this.#buffers) {
      const [low, high] = [Math.max(at, start), Math.min(end, start + buffer.byteLength)];
      if (low < high) message.set(buffer.subarray(low - start, high - start), 1 + low - at);
      start += buffer.byteLength;
    }
    return message;
  }
}

/** The messages of a frame. */
export function* messagesOf({ parts, ...head }: Omit<Frame, 't'>): Generator<Uint8Array> {
  const outgoing = new Outgoing(head, parts.map(encodePart));
  for (let at = 0; at < outgoing.size; at = outgoing.after(at)) yield outgoing.piece(at);
}

export const encodeReload = (version: number): Uint8Array =>
  Uint8Array.of(RELOAD, ...packr.pack(version));

/** Puts the pieces of one line together again. */
export class Incoming {
  #pieces: Uint8Array[] = [];

  /** Takes a message; null: more of it follows. Throws where it is none. */
  take(message: Uint8Array): ServerMessage | null {
    const piece = message.subarray(1);
    if (message[0] === RELOAD) return { t: 'reload', version: packr.unpack(piece) as number };
    this.#pieces.push(piece);
    if (message[0] === MORE) return null;
    const bytes = this.#pieces.length === 1 ? piece : joined(this.#pieces);
    this.#pieces = [];
    const [head, ...parts] = packr.unpackMultiple(bytes) as [unknown[], ...unknown[][]];
    const [epoch, from, to, at] = head as [string, number, number, number];
    return { t: 'frame', epoch, from, to, at, parts: parts.map(partOf) };
  }
}

function partOf(values: unknown[]): Part {
  const [view, fields, first, mod, del] = values;
  if (values.length === 5) return { view, fields, set: first, mod, del } as Part;
  return (first instanceof Uint8Array
    ? { view, fields, columns: first }
    : { view, fields, rows: first }) as unknown as Part;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  return bytes;
}
