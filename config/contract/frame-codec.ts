import { Packr } from 'msgpackr';
import { type Coded, codeTexts, packNumbers, unpackNumbers } from './packing.ts';
import {
  type Frame,
  isWhole,
  type Mended,
  type Part,
  PIECE_BYTES,
  type ServerMessage,
  type Told,
  type Whole,
  type WireRow,
} from './wire.ts';

/**
 * Frames as bytes: msgpack values one after the other, first [epoch, from, to, at, turn], then the parts.
 * A message is one byte that says whether more of the frame follows, then a piece of it.
 */
const packr = new Packr({ useRecords: false });
const LAST = 0;
const MORE = 1;
const RELOAD = 2;

/** One number as it is, others packed. */
type Numbers = number | Uint8Array;
const pack = (numbers: readonly number[]): Numbers =>
  numbers.length === 1 ? numbers[0]! : packNumbers(numbers);
const unpack = (packed: Numbers): number[] =>
  typeof packed === 'number' ? [packed] : unpackNumbers(packed);

/** [view, fields, numbers, rows] of a whole view; [view, fields, mod] of a change, then what it removes and sets, if anything. */
export function encodePart(part: Part): Uint8Array {
  const { view, fields, set } = part;
  const told = [pack(set.numbers), 'rows' in set ? set.rows : set.columns];
  if (isWhole(part)) return packr.pack([view, fields, ...told]);
  const mod = part.mod.map(packMended);
  const rest = part.del.length + set.numbers.length === 0 ? [] : [pack(part.del), ...told];
  return packr.pack([view, fields, mod, ...rest]);
}

function partOf([view, fields, ...rest]: unknown[]): Part {
  const head = { view, fields } as Pick<Whole, 'view' | 'fields'>;
  if (rest.length === 2) return { ...head, set: toldOf(rest) };
  const [mod, del, ...set] = rest as [unknown[][], Numbers?, ...unknown[]];
  return {
    ...head,
    mod: mod.map(mendedOf),
    del: del === undefined ? [] : unpack(del),
    set: del === undefined ? { numbers: [], rows: [] } : toldOf(set),
  };
}

function toldOf([packed, rows]: unknown[]): Told {
  const numbers = unpack(packed as Numbers);
  return rows instanceof Uint8Array
    ? { numbers, columns: rows }
    : { numbers, rows: rows as WireRow[] };
}

/** The field, then a number and its value, or numbers and their values, as they are or as words and codes. */
function packMended({ field, numbers, values }: Mended): unknown[] {
  const coded = 'codes' in values ? values : codeTexts(values);
  if (coded) return [field, packNumbers(numbers), coded.words, coded.codes];
  const plain = values as readonly unknown[];
  return numbers.length === 1
    ? [field, numbers[0], plain[0]]
    : [field, packNumbers(numbers), plain];
}

function mendedOf([field, packed, values, codes]: unknown[]): Mended {
  const numbers = unpack(packed as Numbers);
  const told = typeof packed === 'number' ? [values] : (values as unknown[]);
  return {
    field: field as number,
    numbers,
    values: codes instanceof Uint8Array ? { words: told as Coded['words'], codes } : told,
  };
}

/** A frame to be sent: parts are encoded once and shared by the frames that hold them. */
export class Outgoing {
  /** Bytes of the frame, without the byte before each piece. */
  readonly size: number;
  readonly #buffers: Uint8Array[];
  #whole: Uint8Array | null = null;

  constructor(
    { epoch, from, to, at, turn }: Omit<Frame, 't' | 'parts'>,
    parts: readonly Uint8Array[],
  ) {
    this.#buffers = [
      packr.pack([epoch, from, to, at, ...(turn === undefined ? [] : [turn])]),
      ...parts,
    ];
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
    const [epoch, from, to, at, turn] = head as [string, number, number, number, number?];
    return { t: 'frame', epoch, from, to, at, turn, parts: parts.map(partOf) };
  }
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
