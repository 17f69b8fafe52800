import type { Entry, Fact, FactKind } from '../../config/contract/facts.ts';
import type { Millis, Seq } from '../../config/contract/ids.ts';
import { FIELDS, type FieldKind } from './fields.ts';

/** Facts of one chunk at most: one read of the journal, one put. */
const CHUNK = 512;
/** Characters of long texts after which a chunk is full all the same. */
const CHUNK_WEIGHT = 1_000_000;

const KINDS = Object.keys(FIELDS) as FactKind[];
const KIND_NO = new Map(KINDS.map((kind, n) => [kind, n]));
type Fields = readonly (readonly [name: string, kind: FieldKind])[];
const LISTS: readonly Fields[] = KINDS.map(
  (kind) => Object.entries(FIELDS[kind]) as [string, FieldKind][],
);
const numeric = (kind: FieldKind): kind is 'number' | 'bool' =>
  kind === 'number' || kind === 'bool';
const WIDTHS = LISTS.map((fields) => {
  const floats = fields.filter(([, kind]) => numeric(kind)).length;
  return { floats, codes: fields.length - floats };
});

type Maker = (columns: readonly unknown[][], row: number) => Fact;
/**
 * Makes a fact of a kind from the columns of its fields. Compiled from FIELDS, which is ours alone: an
 * object written out is made three times as fast as one that grows field by field.
 */
const MAKERS: readonly Maker[] = KINDS.map((kind, no) => {
  const fields = (LISTS[no] as Fields).map(([name], n) => `${name}: columns[${n}][row]`);
  const fact = `{ kind: '${kind}', ${fields.join(', ')} }`;
  return new Function('columns', 'row', `return ${fact};`) as Maker;
});
const UNREAD = Object.freeze({}) as Fact;

const HEADER = 16;
/** On the number of the kind of a hop that begins its case. */
const BEGINS = 0x80;
const EMPTY = Object.freeze([]);
const NOTHING = Object.freeze({});

/** Characters of a fact's long texts: what makes some facts a thousand times larger than others. */
export const weightOf = (fact: Fact): number =>
  fact.kind === 'dead'
    ? fact.raw.length
    : fact.kind === 'sealed'
      ? fact.sealed.length
      : fact.kind === 'hop'
        ? fact.note.length + (fact.text?.content.length ?? 0) + (fact.text?.subject.length ?? 0)
        : 0;

/** Facts cut into what one chunk holds. */
export function* slices(facts: readonly Fact[]): Generator<readonly Fact[]> {
  let from = 0;
  let weight = 0;
  for (const [n, fact] of facts.entries()) {
    weight += weightOf(fact);
    if (n + 1 - from < CHUNK && weight < CHUNK_WEIGHT) continue;
    yield facts.slice(from, n + 1);
    from = n + 1;
    weight = 0;
  }
  if (from < facts.length) yield facts.slice(from);
}

/** What JSON says of a value; the usual empty ones in one letter each. */
export function jsonOf(value: unknown, kind: 'json' | 'map' | 'name'): string {
  if (Array.isArray(value) && value.length === 0) return 'l';
  if (kind !== 'map' || value === null) return JSON.stringify(value);
  const map = value as Record<string, unknown>;
  const keys = Object.keys(map);
  if (keys.length === 0) return 'm';
  return JSON.stringify(map, keys.length > 1 ? keys.sort() : undefined);
}

const ofJson = (text: string): unknown =>
  text === 'l' ? EMPTY : text === 'm' ? NOTHING : JSON.parse(text);

/** What is said in both languages. What was kept as one text is no JSON: it begins with a word of a rule. */
const ofName = (text: string): unknown =>
  text.startsWith('{') ? JSON.parse(text) : { zh: text, en: text };

/**
 * Facts of one commit as bytes:
 *
 * - 16 bytes: how many facts (u32), how many different texts (u32), when they were accepted (f64)
 * - the number of the kind of each fact, in their order, with `BEGINS` of what begins its case (u8)
 * - every number: kind after kind, field after field, fact after fact (f64; NaN: null)
 * - every text, likewise, as a code: 0 is null, n the nth text (u16: a chunk has too few for more)
 * - the length of every text, in UTF-16 units (u32)
 * - all texts one after another (UTF-8)
 *
 * Each part begins at a multiple of eight bytes. Little end first. Half the time of msgpack in and out, and half its size: what the hops of a case
 * say alike is kept once, and texts are encoded in one call.
 */
export function encodeChunk(
  facts: readonly Fact[],
  accepted: Millis,
  begun: ReadonlySet<Fact>,
): Buffer {
  const codes = new Map<string, number>();
  const texts: string[] = [];
  const lengths: number[] = [];
  const codeOf = (text: string): number => {
    let code = codes.get(text);
    if (code === undefined) {
      texts.push(text);
      lengths.push(text.length);
      code = texts.length;
      codes.set(text, code);
    }
    return code;
  };

  const kinds = new Uint8Array(facts.length);
  const groups: Record<string, unknown>[][] = [];
  let floatCount = 0;
  let codeCount = 0;
  for (let i = 0; i < facts.length; i++) {
    const fact = facts[i] as Fact;
    const no = KIND_NO.get(fact.kind) as number;
    kinds[i] = begun.has(fact) ? no | BEGINS : no;
    const group = groups[no];
    if (group) group.push(fact as unknown as Record<string, unknown>);
    else groups[no] = [fact as unknown as Record<string, unknown>];
    const { floats, codes } = WIDTHS[no] as (typeof WIDTHS)[number];
    floatCount += floats;
    codeCount += codes;
  }

  const floats = new Float64Array(floatCount);
  const column = new Uint16Array(codeCount);
  let f = 0;
  let c = 0;
  for (const [no, group] of groups.entries()) {
    if (group === undefined) continue;
    for (const [name, kind] of LISTS[no] as Fields) {
      let last: unknown;
      let code = -1;
      if (numeric(kind)) {
        for (const fact of group) {
          const value = fact[name];
          floats[f++] = value === null ? Number.NaN : Number(value);
        }
      } else
        for (const fact of group) {
          const value = fact[name];
          if (value !== last || code < 0) {
            last = value;
            if (kind === 'text') code = value === null ? 0 : codeOf(value as string);
            else code = codeOf(jsonOf(value, kind));
          }
          column[c++] = code;
        }
    }
  }

  const blob = texts.join('');
  const at = places(facts.length, floatCount, codeCount, texts.length);
  const bytes = Buffer.from(new ArrayBuffer(at.blob + Buffer.byteLength(blob)));
  bytes.writeUInt32LE(facts.length, 0);
  bytes.writeUInt32LE(texts.length, 4);
  bytes.writeDoubleLE(accepted, 8);
  bytes.set(kinds, at.kinds);
  new Float64Array(bytes.buffer, at.floats, floatCount).set(floats);
  new Uint16Array(bytes.buffer, at.codes, codeCount).set(column);
  new Uint32Array(bytes.buffer, at.lengths, texts.length).set(lengths);
  bytes.write(blob, at.blob);
  return bytes;
}

const places = (count: number, floats: number, codes: number, texts: number) => {
  const even = (bytes: number) => 8 * Math.ceil(bytes / 8);
  const at = { kinds: HEADER, floats: HEADER + even(count), codes: 0, lengths: 0, blob: 0 };
  at.codes = at.floats + 8 * floats;
  at.lengths = at.codes + even(2 * codes);
  at.blob = at.lengths + even(4 * texts);
  return at;
};

/** How many facts a chunk holds. */
export const countOf = (chunk: Uint8Array): number =>
  new DataView(chunk.buffer, chunk.byteOffset).getUint32(0, true);

/** The entries of a chunk, of which the first has the number `first`. */
export function decodeChunk(chunk: Uint8Array, first: Seq): Entry[] {
  // a copy, so that numbers lie where typed arrays can read them
  const bytes = Buffer.from(new ArrayBuffer(chunk.length));
  bytes.set(chunk);
  const count = bytes.readUInt32LE(0);
  const textCount = bytes.readUInt32LE(4);
  const accepted = bytes.readDoubleLE(8);

  const kinds = bytes.subarray(HEADER, HEADER + count);
  const groups: Entry[][] = [];
  const entries = new Array<Entry>(count);
  let floatCount = 0;
  let codeCount = 0;
  for (let i = 0; i < count; i++) {
    const kind = kinds[i] as number;
    const no = kind & ~BEGINS;
    const { floats, codes } = WIDTHS[no] as (typeof WIDTHS)[number];
    floatCount += floats;
    codeCount += codes;
    const entry: Entry = { seq: first + i, accepted, fact: UNREAD };
    if (no !== kind) entry.begins = true;
    entries[i] = entry;
    const group = groups[no];
    if (group) group.push(entry);
    else groups[no] = [entry];
  }

  const at = places(count, floatCount, codeCount, textCount);
  const floats = new Float64Array(bytes.buffer, at.floats, floatCount);
  const codes = new Uint16Array(bytes.buffer, at.codes, codeCount);
  const lengths = new Uint32Array(bytes.buffer, at.lengths, textCount);
  const blob = bytes.toString('utf8', at.blob);
  const texts = new Array<string | null>(textCount + 1);
  texts[0] = null;
  for (let i = 0, from = 0; i < textCount; i++) {
    const to = from + (lengths[i] as number);
    texts[i + 1] = blob.slice(from, to);
    from = to;
  }

  let f = 0;
  let c = 0;
  for (const [no, group] of groups.entries()) {
    if (group === undefined) continue;
    const size = group.length;
    const columns = (LISTS[no] as Fields).map(([, kind]) => {
      const values = new Array<unknown>(size);
      if (kind === 'number')
        for (let i = 0; i < size; i++) {
          const value = floats[f++] as number;
          values[i] = Number.isNaN(value) ? null : value;
        }
      else if (kind === 'bool') for (let i = 0; i < size; i++) values[i] = floats[f++] === 1;
      else if (kind === 'text')
        for (let i = 0; i < size; i++) values[i] = texts[codes[c++] as number];
      else {
        const read = kind === 'name' ? ofName : ofJson;
        const known = new Map<number, unknown>();
        for (let i = 0; i < size; i++) {
          const code = codes[c++] as number;
          let value = known.get(code);
          if (value === undefined) {
            value = read(texts[code] as string);
            known.set(code, value);
          }
          values[i] = value;
        }
      }
      return values;
    });
    const make = MAKERS[no] as Maker;
    for (let i = 0; i < size; i++) (group[i] as Entry).fact = make(columns, i);
  }
  return entries;
}
