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
import type { WireRow } from './wire.ts';

/** Name of the column of keys: no field of ours begins so. */
const KEY = '#';
/** A text column with no more distinct values than this share of its rows is sent by code. */
const DISTINCT_SHARE = 1 / 4;
const MOST_CODES = 65_535;

/**
 * Rows as one record batch of an Arrow IPC stream: numbers in the narrowest type that holds them all,
 * texts that repeat by code. null where a value is neither text, number, truth value nor null.
 */
export function encodeColumns(
  fields: readonly string[],
  rows: readonly WireRow[],
): Uint8Array | null {
  const columns: Data[] = [];
  for (let index = 0; index <= fields.length; index++) {
    const column = encodeColumn(rows, index);
    if (column === null) return null;
    columns.push(column);
  }
  const names = [KEY, ...fields];
  const schema = new Schema(
    columns.map(({ type }, index) => new Field(names[index]!, type, index > 0)),
  );
  const data = makeData({
    type: new Struct(schema.fields),
    length: rows.length,
    nullCount: 0,
    children: columns,
  });
  const writer = new RecordBatchStreamWriter();
  writer.write(new RecordBatch(schema, data));
  writer.finish();
  return writer.toUint8Array(true);
}

function encodeColumn(rows: readonly WireRow[], index: number): Data | null {
  const kind = kindOf(rows, index);
  if (kind === null) return null;
  const nulls = validity(rows, index);
  switch (kind) {
    case 'string':
      return encodeTexts(rows, index, nulls);
    case 'boolean': {
      const bits = new Uint8Array((rows.length + 7) >> 3);
      rows.forEach((row, at) => {
        if (row[index] === true) bits[at >> 3]! |= 1 << (at & 7);
      });
      return makeData({ type: new Bool(), length: rows.length, data: bits, ...nulls });
    }
    default:
      return encodeNumbers(rows, index, nulls);
  }
}

/** The one type of a column's values; `number` where all are null. */
function kindOf(rows: readonly WireRow[], index: number): string | null {
  let kind = 'null';
  for (const row of rows) {
    const value = row[index];
    if (value === null) continue;
    const type = typeof value;
    if (kind === 'null') kind = type;
    if (type !== kind) return null;
  }
  if (kind === 'null') return 'number';
  return kind === 'string' || kind === 'number' || kind === 'boolean' ? kind : null;
}

function validity(rows: readonly WireRow[], index: number) {
  let nullCount = 0;
  const bits = new Uint8Array((rows.length + 7) >> 3);
  rows.forEach((row, at) => {
    if (row[index] === null) nullCount++;
    else bits[at >> 3]! |= 1 << (at & 7);
  });
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: bits };
}
type Nulls = ReturnType<typeof validity>;

function encodeNumbers(rows: readonly WireRow[], index: number, nulls: Nulls): Data {
  let [low, high, whole] = [0, 0, true];
  for (const row of rows) {
    const value = (row[index] ?? 0) as number;
    low = Math.min(low, value);
    high = Math.max(high, value);
    whole &&= Number.isInteger(value) && !Object.is(value, -0);
  }
  const length = rows.length;
  const fill = <T extends Uint8Array | Int32Array | Float64Array>(data: T): T => {
    rows.forEach((row, at) => {
      data[at] = (row[index] ?? 0) as number;
    });
    return data;
  };
  if (whole && low >= 0 && high < 2 ** 8)
    return makeData({ type: new Uint8(), length, data: fill(new Uint8Array(length)), ...nulls });
  if (whole && low >= -(2 ** 31) && high < 2 ** 31)
    return makeData({ type: new Int32(), length, data: fill(new Int32Array(length)), ...nulls });
  return makeData({ type: new Float64(), length, data: fill(new Float64Array(length)), ...nulls });
}

function encodeTexts(rows: readonly WireRow[], index: number, nulls: Nulls): Data {
  const most = Math.min(MOST_CODES, Math.max(16, rows.length * DISTINCT_SHARE));
  const codes = new Map<string, number>();
  const coded = new Uint16Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const text = (rows[at]![index] ?? '') as string;
    let code = codes.get(text);
    if (code === undefined) {
      code = codes.size;
      codes.set(text, code);
      if (codes.size > most)
        return utf8(
          rows.map((row) => (row[index] ?? '') as string),
          nulls,
        );
    }
    coded[at] = code;
  }
  const dictionary = vectorFromArray([...codes.keys()], new Utf8());
  const narrow = codes.size <= 2 ** 8;
  return makeData<Dictionary<Utf8, Uint8 | Uint16>>({
    type: new Dictionary(new Utf8(), narrow ? new Uint8() : new Uint16(), index),
    length: rows.length,
    data: narrow ? Uint8Array.from(coded) : coded,
    dictionary,
    ...nulls,
  });
}

function utf8(texts: readonly string[], nulls: Nulls): Data {
  const valueOffsets = new Int32Array(texts.length + 1);
  const encoder = new TextEncoder();
  let units = 0;
  for (const text of texts) units += text.length;
  const bytes = new Uint8Array(units * 3); // most bytes of UTF-8 a UTF-16 unit
  let at = 0;
  texts.forEach((text, index) => {
    at += encoder.encodeInto(text, bytes.subarray(at)).written;
    valueOffsets[index + 1] = at;
  });
  const data = bytes.subarray(0, at);
  return makeData({ type: new Utf8(), length: texts.length, valueOffsets, data, ...nulls });
}

/** The rows of `encodeColumns`, column by column; the first one is the keys. */
export function decodeColumns(bytes: Uint8Array): ArrayLike<unknown>[] {
  return tableFromIPC(bytes).batches[0]!.data.children.map((data) => decodeColumn(data));
}

function decodeColumn(data: Data): ArrayLike<unknown> {
  const values = decodeValues(data);
  if (data.nullCount === 0) return values;
  const { nullBitmap } = data;
  return Array.from(values, (value, at) => ((nullBitmap[at >> 3]! >> (at & 7)) & 1 ? value : null));
}

function decodeValues(data: Data): ArrayLike<unknown> {
  const { type, length } = data;
  if (type instanceof Utf8) return texts(data);
  if (type instanceof Dictionary) {
    const words = texts((data.dictionary as Vector<Utf8>).data[0]!);
    const codes = (data.values as Uint8Array | Uint16Array).subarray(0, length);
    return Array.from(codes, (code) => words[code]);
  }
  if (type instanceof Bool)
    return Array.from({ length }, (_, at) => ((data.values[at >> 3]! >> (at & 7)) & 1) === 1);
  return (data.values as Float64Array).subarray(0, length); // Arrow pads
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
