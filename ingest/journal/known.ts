import type { Fact } from '../../config/contract/facts.ts';
import { HOUR } from '../../config/contract/zone.ts';
import type { Print } from './fingerprint.ts';

/** Bytes of one row: which fact, and what it said. */
const ROW = 16;

/**
 * What is known of one group of facts that come together: for every fact the prints of all that it
 * ever said. Kept as rows of four 32-bit numbers, so that one read and one write serve a whole order
 * with its hops, or a whole message of readings.
 */
export class Known {
  private readonly words: number[] = [];
  changed = false;

  constructor(bytes: Buffer | undefined) {
    if (bytes === undefined) return;
    for (let at = 0; at < bytes.length; at += 4) this.words.push(bytes.readUInt32LE(at));
  }

  /** Whether the fact said exactly this before. */
  said(fact: Print, print: Print): boolean {
    const { words } = this;
    for (let i = 0; i < words.length; i += 4)
      if (
        words[i] === fact.a &&
        words[i + 1] === fact.b &&
        words[i + 2] === print.a &&
        words[i + 3] === print.b
      )
        return true;
    return false;
  }

  /** How many different things the fact has said; 0: it is new. */
  versions(fact: Print): number {
    const { words } = this;
    let found = 0;
    for (let i = 0; i < words.length; i += 4)
      if (words[i] === fact.a && words[i + 1] === fact.b) found++;
    return found;
  }

  add(fact: Print, print: Print): void {
    this.words.push(fact.a, fact.b, print.a, print.b);
    this.changed = true;
  }

  get size(): number {
    return (this.words.length / 4) * ROW;
  }

  write(bytes: Buffer): void {
    for (const [n, word] of this.words.entries()) bytes.writeUInt32LE(word, 4 * n);
  }
}

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
    case 'reading':
      return `reading:${sortable(fact.at)}:${fact.interval}:${fact.station}`;
    case 'track':
      return `track:${sortable(fact.at / HOUR)}:${fact.source}:${fact.patroller}`;
    default:
      return fact.id;
  }
}
