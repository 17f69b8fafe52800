import {
  Bool,
  type Data,
  Dictionary,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  tableFromIPC,
  Uint8,
  Uint16,
  Utf8,
  type Vector,
  vectorFromArray,
} from 'apache-arrow';

/** Name of the column of keys: no field of ours begins so. */
const KEY = '#';
/** What a key is made of, e.g. a case's: source:upstreamNo:redo. */
const BETWEEN = ':';
/** A text column with no more distinct values than this share of its rows is sent by code. */
const DISTINCT_SHARE = 1 / 4;
const MOST_CODES = 65_535;

/**
 * Rows as one record batch of an Arrow IPC stream: numbers in the narrowest type that holds them all,
 * texts that repeat by code, and no column for a field that repeats the key or a part of it. null where
 * a value is neither text, number, truth value nor null.
 */
export function encodeColumns(
  fields: readonly string[],
  keys: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Uint8Array | null {
  const columns: [name: string, data: Data][] = [[KEY, encodeColumn(keys, 0)!]];
  const parts = new Map<string, string>();
  for (const field of fields) {
    const values = rows.map((row) => row[field]);
    const part = PARTS.find((of) =>
      values.every((value, at) => typeof value === 'string' && value === partOf(keys[at]!, of)),
    );
    if (part !== undefined) {
      parts.set(field, part);
      continue;
    }
    const data = encodeColumn(values, columns.length);
    if (data === null) return null;
    columns.push([field, data]);
  }
  const schema = new Schema(
    columns.map(([name, { type }]) => new Field(name, type, name !== KEY)),
    parts,
  );
  const data = makeData({
    type: new Struct(schema.fields),
    length: rows.length,
    nullCount: 0,
    children: columns.map(([, column]) => column),
  });
  const writer = new RecordBatchStreamWriter();
  writer.write(new RecordBatch(schema, data));
  writer.finish();
  return writer.toUint8Array(true);
}

/** Which part of a key: all of it, or what stands so far between its colons. */
const PARTS = ['all', '0', '1'] as const;
const partOf = (key: string, part: string): string | null =>
  part === 'all' ? key : (key.split(BETWEEN, 2)[Number(part)] ?? null);

function encodeColumn(values: readonly unknown[], id: number): Data | null {
  const nulls = validity(values);
  const kind = kindOf(values);
  if (kind === 'string') return encodeTexts(values as (string | null)[], id, nulls);
  if (kind === 'number') return encodeNumbers(values as (number | null)[], nulls);
  if (kind !== 'boolean') return null;
  const bits = new Uint8Array((values.length + 7) >> 3);
  values.forEach((value, at) => {
    if (value === true) bits[at >> 3]! |= 1 << (at & 7);
  });
  return makeData({ type: new Bool(), length: values.length, data: bits, ...nulls });
}

/** The one type of a column's values; `number` where all are null. */
function kindOf(values: readonly unknown[]): string | null {
  let kind: string | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (kind === null) kind = typeof value;
    else if (typeof value !== kind) return null;
  }
  return kind ?? 'number';
}

function validity(values: readonly unknown[]) {
  let nullCount = 0;
  const bits = new Uint8Array((values.length + 7) >> 3);
  for (let at = 0; at < values.length; at++)
    if (values[at] === null) nullCount++;
    else bits[at >> 3]! |= 1 << (at & 7);
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits };
}
type Nulls = ReturnType<typeof validity>;

function encodeNumbers(values: readonly (number | null)[], nulls: Nulls): Data {
  let [low, high, whole] = [0, 0, true];
  const data = new Float64Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? 0;
    data[at] = value;
    if (value < low) low = value;
    if (value > high) high = value;
    whole &&= Number.isInteger(value) && !Object.is(value, -0);
  }
  const { length } = values;
  if (whole && low >= 0 && high < 2 ** 8)
    return makeData({ type: new Uint8(), length, data: Uint8Array.from(data), ...nulls });
  if (whole && low >= -(2 ** 31) && high < 2 ** 31)
    return makeData({ type: new Int32(), length, data: Int32Array.from(data), ...nulls });
  return makeData({ type: new Float64(), length, data, ...nulls });
}

function encodeTexts(values: readonly (string | null)[], id: number, nulls: Nulls): Data {
  const { length } = values;
  const most = Math.min(MOST_CODES, Math.max(16, length * DISTINCT_SHARE));
  const codes = new Map<string, number>();
  const coded = new Uint16Array(length);
  for (let at = 0; at < length; at++) {
    const text = values[at] ?? '';
    let code = codes.get(text);
    if (code === undefined) {
      code = codes.size;
      codes.set(text, code);
      if (code > most) return utf8(values, nulls);
    }
    coded[at] = code;
  }
  const dictionary = vectorFromArray([...codes.keys()], new Utf8());
  const narrow = codes.size <= 2 ** 8;
  return makeData<Dictionary<Utf8, Uint8 | Uint16>>({
    type: new Dictionary(new Utf8(), narrow ? new Uint8() : new Uint16(), id),
    length,
    data: narrow ? Uint8Array.from(coded) : coded,
    dictionary,
    ...nulls,
  });
}

function utf8(values: readonly (string | null)[], nulls: Nulls): Data {
  const texts = values.map((value) => value ?? '');
  const valueOffsets = new Int32Array(texts.length + 1);
  let at = 0;
  texts.forEach((text, index) => {
    at += bytesOf(text);
    valueOffsets[index + 1] = at;
  });
  const data = encoder.encode(texts.join('')); // one call: a hundred thousand cost ten times as much
  return makeData({ type: new Utf8(), length: texts.length, valueOffsets, data, ...nulls });
}

const encoder = new TextEncoder();

/** Bytes of a text in UTF-8. A half of a pair that stands alone is replaced, by three bytes. */
function bytesOf(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (isPair(text, at)) {
      bytes += 2; // four bytes of two units
      at += 1;
    } else bytes += 2;
  }
  return bytes;
}

const isPair = (text: string, at: number): boolean =>
  (text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00;

/** The keys and the columns of `encodeColumns`. */
export function decodeColumns(
  bytes: Uint8Array,
  fields: readonly string[],
): { keys: readonly string[]; columns: ArrayLike<unknown>[] } {
  const { schema, data } = tableFromIPC(bytes).batches[0]!;
  const found = new Map(
    schema.fields.map(({ name }, at) => [name, decodeColumn(data.children[at]!)]),
  );
  const keys = found.get(KEY) as readonly string[];
  const ofKeys = (field: string) => {
    const part = schema.metadata.get(field) ?? 'all';
    return part === 'all' ? keys : keys.map((key) => partOf(key, part));
  };
  return { keys, columns: fields.map((field) => found.get(field) ?? ofKeys(field)) };
}

function decodeColumn(data: Data): ArrayLike<unknown> {
  const values = decodeValues(data);
  if (data.nullCount === 0) return values;
  const { nullBitmap, length } = data;
  const found = new Array<unknown>(length);
  for (let at = 0; at < length; at++)
    found[at] = (nullBitmap[at >> 3]! >> (at & 7)) & 1 ? values[at] : null;
  return found;
}

function decodeValues(data: Data): ArrayLike<unknown> {
  const { type, length, values } = data;
  if (type instanceof Utf8) return texts(data);
  if (type instanceof Dictionary) {
    const words = texts((data.dictionary as Vector<Utf8>).data[0]!);
    const found = new Array<string>(length);
    for (let at = 0; at < length; at++) found[at] = words[values[at]!]!;
    return found;
  }
  if (type instanceof Bool) {
    const found = new Array<boolean>(length);
    for (let at = 0; at < length; at++) found[at] = ((values[at >> 3]! >> (at & 7)) & 1) === 1;
    return found;
  }
  return (values as Float64Array).subarray(0, length); // Arrow pads
}

const decoder = new TextDecoder();

/** All texts from one decoding of the whole column, cut where their bytes end. */
function texts({ length, values, valueOffsets }: Data): string[] {
  const end = valueOffsets[length]!;
  const text = decoder.decode(values.subarray(0, end));
  const found = new Array<string>(length);
  let [byte, unit] = [0, 0];
  for (let index = 0; index < length; index++) {
    const [start, stop] = [unit, valueOffsets[index + 1]!];
    if (text.length === end) unit = stop;
    else
      for (; byte < stop; byte++) {
        const value = values[byte]!;
        // the bytes that begin a character; those beyond the basic plane are two units
        if ((value & 0xc0) !== 0x80) unit += value >= 0xf0 ? 2 : 1;
      }
    found[index] = text.slice(start, unit);
  }
  return found;
}
