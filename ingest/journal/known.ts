import type { Fact } from '../../config/contract/facts.ts';
import { HOUR } from '../../config/contract/zone.ts';
import { joined, type Print, printOf } from './fingerprint.ts';

/** Numbers of one row, and its bytes: which fact, and what it said. */
const WORDS = 4;
const ROW = 4 * WORDS;
/** Rows after which a group takes no more facts: an hour of a track, a point each 10 s, is less. */
const FULL = 512;
/** Different things that are remembered of one fact; the oldest is forgotten first. */
const REMEMBERED = 32;
/** Beside a fact: how many things that it said are forgotten. */
const FORGOTTEN = printOf('forgotten');

/**
 * What is known of one group of facts that come together: for every fact the prints of what it said.
 * Kept as rows of four 32-bit numbers, so that one read and one write serve a whole order with its
 * hops, or a whole message of readings.
 *
 * Its cost is bounded whatever a sender does. Of one fact the newest 32 prints are remembered and the
 * others only counted, as for a device whose clock stands still: what it says goes on to be numbered,
 * but when it says once more exactly what is forgotten, that is a new version again. A group that is
 * full takes no further facts; they lie in parts of it (`partOf`).
 */
export class Known {
  private readonly words: number[] = [];
  changed = false;

  constructor(bytes: Buffer | undefined) {
    if (bytes === undefined) return;
    for (let at = 0; at < bytes.length; at += 4) this.words.push(bytes.readUInt32LE(at));
  }

  /** Whether facts that it does not know yet belong into a part of it. */
  get full(): boolean {
    return this.words.length >= FULL * WORDS;
  }

  /** Whether the fact ever said anything. */
  has(fact: Print): boolean {
    return this.rowAfter(fact, -WORDS) >= 0;
  }

  /** Whether the fact said exactly this before, as far as is remembered. */
  said(fact: Print, print: Print): boolean {
    const { words } = this;
    for (let i = this.rowAfter(fact, -WORDS); i >= 0; i = this.rowAfter(fact, i))
      if (words[i + 2] === print.a && words[i + 3] === print.b) return true;
    return false;
  }

  /** How many different things the fact has said, forgotten ones too; 0: it is new. */
  versions(fact: Print): number {
    const { length } = this.rows(fact);
    return length < REMEMBERED ? length : length + this.forgotten(fact);
  }

  /**
   * Remembers what a fact says that it did not say before.
   * @returns what tells this version from every other one of the fact: the print, until one may come again
   */
  add(fact: Print, print: Print): Print {
    this.changed = true;
    const rows = this.rows(fact);
    if (rows.length < REMEMBERED) {
      this.words.push(fact.a, fact.b, print.a, print.b);
      return print;
    }
    const forgotten = this.forgotten(fact);
    const oldest = rows[forgotten % REMEMBERED] as number;
    this.words[oldest + 2] = print.a;
    this.words[oldest + 3] = print.b;
    const count = joined(fact, FORGOTTEN);
    const counted = this.rowAfter(count, -WORDS);
    if (counted >= 0) this.words[counted + 2] = forgotten + 1;
    else this.words.push(count.a, count.b, 1, 0);
    return joined(print, { a: REMEMBERED + forgotten, b: 0 });
  }

  get size(): number {
    return (this.words.length / WORDS) * ROW;
  }

  write(bytes: Buffer): void {
    for (let n = 0; n < this.words.length; n++) bytes.writeUInt32LE(this.words[n] as number, 4 * n);
  }

  private forgotten(fact: Print): number {
    const row = this.rowAfter(joined(fact, FORGOTTEN), -WORDS);
    return row < 0 ? 0 : (this.words[row + 2] as number);
  }

  /** Where the rows of a fact begin. */
  private rows(fact: Print): number[] {
    const found: number[] = [];
    for (let i = this.rowAfter(fact, -WORDS); i >= 0; i = this.rowAfter(fact, i)) found.push(i);
    return found;
  }

  /** Where the first row of a fact begins that comes after another; -1: there is none. */
  private rowAfter(fact: Print, row: number): number {
    const { words } = this;
    for (let i = row + WORDS; i < words.length; i += WORDS)
      if (words[i] === fact.a && words[i + 1] === fact.b) return i;
    return -1;
  }
}

/**
 * The part of a full group in which a fact lies, which is a group like any other and may be full in
 * its turn. No id holds a line break, so no other group has its name.
 * @param depth 0 for the parts of the group itself, 1 for theirs …
 */
export const partOf = (group: string, fact: Print, depth: number): string =>
  `${group}\n${(fact.a >>> ((8 * depth) % 32)) & 0xff}`;

/** Sorts as the number does, so that what happens together lies together on disk. */
const sortable = (at: number): string => Math.max(0, Math.floor(at)).toString(36).padStart(9, '0');

/**
 * The group under which a fact is remembered. Keys that grow with time, as numbers of orders do, are
 * written next to each other; keys without any order cost a page of the disk each.
 */
export function groupOf(fact: Fact): string {
  switch (fact.kind) {
    case 'hop':
      return fact.caseId;
    case 'sealed':
      return fact.about;
    case 'reading':
      return `reading:${sortable(fact.at)}:${fact.interval}:${fact.station}`;
    case 'track':
      return `track:${sortable(fact.at / HOUR)}:${fact.source}:${fact.patroller}`;
    default:
      return fact.id;
  }
}
