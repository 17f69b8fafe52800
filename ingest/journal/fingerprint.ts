import type { Fact, Hop } from '../../config/contract/facts.ts';
import { jsonOf } from './chunk.ts';
import { FIELDS, type FieldKind } from './fields.ts';
import type { Terms } from './offer.ts';

/** 64 bits, as two numbers of 32. */
export interface Print {
  readonly a: number;
  readonly b: number;
}

/**
 * A hash of 64 bits over texts and numbers in turn (two lanes in the manner of MurmurHash3). Not for
 * secrets: prints are compared within one group only, which is one sender's own matter, so that two
 * contents taken for one is a chance of 2⁻⁶⁴ a version, and nothing a stranger can bring about.
 */
class Hash {
  /** As 32-bit integers; fields of an object would be kept as floating-point numbers. */
  private readonly lanes = new Int32Array(2);

  start(): this {
    this.lanes[0] = 0x9e3779b9;
    this.lanes[1] = 0x41c6ce57;
    return this;
  }

  text(text: string): this {
    const { lanes } = this;
    let a = lanes[0] as number;
    let b = lanes[1] as number;
    const { length } = text;
    // the length last, so that no text runs into the next
    for (let i = 0; i <= length; i++) {
      const word = i < length ? text.charCodeAt(i) : ~length;
      a = Math.imul(a ^ word, 0xcc9e2d51);
      a = (a << 13) | (a >>> 19);
      b = (Math.imul(b ^ word, 0x1b873593) + a) | 0;
      b = (b << 15) | (b >>> 17);
    }
    lanes[0] = a;
    lanes[1] = b;
    return this;
  }

  number(value: number | null): this {
    FLOAT[0] = value ?? Number.NaN;
    return this.word(WORDS[0] as number).word(WORDS[1] as number);
  }

  private word(word: number): this {
    const { lanes } = this;
    const a = Math.imul((lanes[0] as number) ^ word, 0xcc9e2d51);
    lanes[0] = (a << 13) | (a >>> 19);
    const b = (Math.imul((lanes[1] as number) ^ word, 0x1b873593) + (lanes[0] as number)) | 0;
    lanes[1] = (b << 15) | (b >>> 17);
    return this;
  }

  done(): Print {
    let a = this.lanes[0] as number;
    let b = this.lanes[1] as number;
    a ^= b >>> 16;
    a = Math.imul(a, 0x85ebca6b);
    a ^= a >>> 13;
    b = Math.imul(b ^ a, 0xc2b2ae35);
    b ^= b >>> 16;
    a = Math.imul(a ^ b, 0x85ebca6b);
    a ^= a >>> 16;
    return { a: a >>> 0, b: b >>> 0 };
  }
}
const FLOAT = new Float64Array(1);
const WORDS = new Int32Array(FLOAT.buffer);
const hash = new Hash();

/** Print of an id. */
export const printOf = (id: string): Print => hash.start().text(id).done();

/** Print of two others. */
export const joined = (one: Print, other: Print): Print =>
  hash.start().number(one.a).number(one.b).number(other.a).number(other.b).done();

export const hex = ({ a, b }: Print): string =>
  a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');

/** Details without what was found in the texts, which are compared themselves. */
function toldDetails(details: Hop['details']): Hop['details'] {
  if (details.words === undefined) return details;
  const { words: _, ...told } = details;
  return told;
}

/** Print of what a hop says of its own step. */
export function stepPrint(hop: Hop, terms: Terms): Print {
  hash
    .start()
    .text(hop.event)
    .number(hop.at)
    .number(hop.order)
    .text(hop.actor)
    .text(hop.note)
    .number(hop.solved)
    .text(jsonOf(toldDetails(hop.details), 'map'));
  if (terms === 'unit' || terms === 'both') hash.text('unit').text(hop.unit);
  if (terms === 'due' || terms === 'both') hash.text('due').number(hop.dueAt);
  const { text } = hop;
  if (text !== null)
    hash
      .text(text.subject)
      .text(text.content)
      .text(text.address)
      .text(text.caller)
      .text(text.phone)
      .text(text.phoneHash)
      .number(text.confidential ? 1 : 0);
  return hash.done();
}

/** Print of what a hop says of its whole case; texts are its `report`'s own. */
export function casePrint(hop: Hop): Print {
  hash
    .start()
    .number(hop.receivedAt)
    .number(hop.dueAt)
    .text(hop.channel)
    .text(hop.type)
    .text(hop.urgency)
    .text(hop.grid)
    .text(hop.community)
    .text(hop.unit)
    .number(hop.lon)
    .number(hop.lat)
    .text(hop.parent);
  for (const level of hop.category) hash.text(level);
  // of the hop, not of its case; it follows from times that are compared already
  for (const flag of hop.flags) if (flag !== 'ended-before-received') hash.text(flag);
  return hash.done();
}

/** The same content said as of another time. */
export const stampedPrint = (content: Print, asOf: number): Print =>
  hash.start().number(content.a).number(content.b).number(asOf).done();

const CONTENTS = new Map(
  Object.entries(FIELDS).map(([kind, fields]) => [
    kind,
    (Object.entries(fields) as [string, FieldKind][]).filter(
      ([name]) => name !== 'id' && name !== 'version',
    ),
  ]),
);

/** Flags that compare with our clock say something else when the same is told again later. */
const ofRecord = (flag: string): boolean => flag !== 'clock-ahead' && flag !== 'clock-behind';

/** Print of all that a fact says, besides its id. The same refusal of the same input is the same, whenever and wherever it came. */
export function contentPrint(fact: Fact): Print {
  hash.start();
  if (fact.kind === 'dead') return hash.done();
  // the nonce follows from the text that is sealed; key and cipher are ours
  if (fact.kind === 'sealed') return hash.text(fact.nonce).done();
  const values = fact as unknown as Record<string, unknown>;
  for (const [name, kind] of CONTENTS.get(fact.kind) ?? []) {
    const value = values[name];
    if (kind === 'number' || kind === 'bool') hash.number(value === null ? null : Number(value));
    else if (kind === 'text') hash.text((value as string | null) ?? '\0');
    else if (name === 'flags') hash.text((value as string[]).filter(ofRecord).join());
    else hash.text(jsonOf(value, kind));
  }
  return hash.done();
}
