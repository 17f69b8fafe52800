import type { Coded } from './packing.ts';

/** Most words that a byte tells apart. */
const MOST_WORDS = 256;

/**
 * The values of one field by number; a row that does not have it has undefined there. Once values are told by
 * code, and as long as all are texts or null and few differ, each is kept as a byte: where ten thousand
 * change, ten thousand bytes are written and not as many references, of which the collector wants to hear.
 */
export class Cells<Value = unknown> {
  /** null while codes stand for the values. */
  #plain: unknown[] | null = [];
  #codes = new Uint8Array(0);
  /** Words by code, and codes by word. */
  #words: unknown[] = [undefined];
  #known = new Map<unknown, number>([[undefined, 0]]);
  /** Whether codes may stand for them yet: they were not too many so far. */
  #few = true;

  at(number: number): Value {
    return (this.#plain ? this.#plain[number] : this.#words[this.#codes[number]!]) as Value;
  }

  /** Makes room for numbers below this one; an array that grew by gaps would become a slow one. */
  grow(room: number): void {
    if (this.#plain) while (this.#plain.length < room) this.#plain.push(undefined);
    else if (this.#codes.length < room) {
      const codes = new Uint8Array(2 * room);
      codes.set(this.#codes);
      this.#codes = codes;
    }
  }

  /** Gives the n-th of the numbers the n-th value. */
  set(numbers: readonly number[], values: ArrayLike<unknown>): void {
    const codes = this.#plain ? null : this.#codesOf(values);
    if (codes) for (let n = 0; n < numbers.length; n++) this.#codes[numbers[n]!] = codes[n]!;
    else {
      const plain = this.#spread();
      for (let n = 0; n < numbers.length; n++) plain[numbers[n]!] = values[n];
    }
  }

  /** Gives the n-th of the numbers the word of the n-th code. */
  setCoded(numbers: readonly number[], { words, codes }: Coded): void {
    const own = this.#gather() ? this.#codesOf(words) : null;
    const kept = this.#codes;
    if (own) for (let n = 0; n < numbers.length; n++) kept[numbers[n]!] = own[codes[n]!]!;
    else {
      const plain = this.#spread();
      for (let n = 0; n < numbers.length; n++) plain[numbers[n]!] = words[codes[n]!];
    }
  }

  /** The codes of these values; null where one is no text, or they are too many. */
  #codesOf(values: ArrayLike<unknown>): Uint8Array<ArrayBuffer> | null {
    const codes = new Uint8Array(values.length);
    for (let n = 0; n < values.length; n++) {
      const value = values[n];
      let code = this.#known.get(value);
      if (code === undefined) {
        code = this.#words.length;
        if (code === MOST_WORDS || (typeof value !== 'string' && value !== null)) return null;
        this.#words.push(value);
        this.#known.set(value, code);
      }
      codes[n] = code;
    }
    return codes;
  }

  /** Has codes stand for the values. @returns whether they do */
  #gather(): boolean {
    if (this.#plain === null) return true;
    const codes = this.#few ? this.#codesOf(this.#plain) : null;
    this.#few = codes !== null;
    if (codes === null) return false;
    this.#codes = codes;
    this.#plain = null;
    return true;
  }

  /** Has the values stand for themselves. */
  #spread(): unknown[] {
    if (this.#plain === null) {
      this.#plain = Array.from(this.#codes, (code) => this.#words[code]);
      this.#few = false;
    }
    return this.#plain;
  }
}
