/**
 * Numbers in their order, each as its difference from the one before: zigzag in LEB128, a byte where
 * neighbours lie near.
 * @param numbers whole, from 0, below 2³⁰
 */
export function packNumbers(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(5 * numbers.length);
  let [before, at] = [0, 0];
  for (const number of numbers) {
    const step = number - before;
    before = number;
    let rest = ((step << 1) ^ (step >> 31)) >>> 0;
    for (; rest > 0x7f; rest >>>= 7) bytes[at++] = (rest & 0x7f) | 0x80;
    bytes[at++] = rest;
  }
  return bytes.slice(0, at);
}

/** The numbers of `packNumbers`. */
export function unpackNumbers(bytes: Uint8Array): number[] {
  let many = 0;
  for (let at = 0; at < bytes.length; at++) many += 1 - (bytes[at]! >>> 7);
  const numbers = new Array<number>(many);
  let [number, at] = [0, 0];
  for (let n = 0; n < many; n++) {
    let byte = bytes[at++]!;
    let rest = byte & 0x7f;
    for (let shift = 7; byte > 0x7f; shift += 7) {
      byte = bytes[at++]!;
      rest |= (byte & 0x7f) << shift;
    }
    number += (rest >>> 1) ^ -(rest & 1);
    numbers[n] = number;
  }
  return numbers;
}

/** Values by their place among few words. */
export interface Coded {
  words: readonly (string | null)[];
  codes: Uint8Array;
}

/** Fewer values than this are as short without codes. */
const CODED_FROM = 8;
/** Words are worth it up to this share of the values. */
const WORDS_SHARE = 1 / 4;

/** Texts of which few repeat, by code; null: it is not worth it, or they are not all texts or null. */
export function codeTexts(values: readonly unknown[]): Coded | null {
  if (values.length < CODED_FROM) return null;
  const most = Math.min(256, values.length * WORDS_SHARE);
  const found = new Map<string | null, number>();
  const codes = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at];
    if (typeof value !== 'string' && value !== null) return null;
    let code = found.get(value);
    if (code === undefined) {
      code = found.size;
      if (code + 1 > most) return null;
      found.set(value, code);
    }
    codes[at] = code;
  }
  return { words: [...found.keys()], codes };
}
