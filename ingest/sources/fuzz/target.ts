import type { Random } from '../../../config/deployment/random.ts';
import type { Received } from '../../intake/intake.ts';

/** What is fuzzed: the parsers of a port, from bytes to records. */
export interface Target {
  name: string;
  /** Part of all frames that is its. */
  share: number;
  /** Frames of one line, file or sender at most. */
  most: number;
  /** Whether frames follow each other in a stream that the network may cut anywhere. */
  stream: boolean;
  /** Pieces that mean something in its format. */
  tokens: readonly Buffer[];
  /** What stands before the first frame. */
  head: Buffer;
  /** The good frame that ends every run, and whether a record is what it says. */
  last: Buffer;
  saysLast(record: Received): boolean;
  good(random: Random): Buffer;
  /** A frame whose content is spoiled, but not its form: the CRC fits, the JSON is JSON, the quotes close. */
  spoiled(random: Random): Buffer;
  /**
   * All of it through new parsers.
   * @throws Unaccounted where a byte of it is neither in a frame, refused, nor held
   */
  read(reads: readonly Buffer[]): Promise<Received[]>;
}

/** Bytes went in of which nothing was said. */
export class Unaccounted extends Error {}

export const tokensOf = (...tokens: readonly string[]): Buffer[] =>
  tokens.map((token) => Buffer.from(token));

/** Local time as devices write it, `yyyyMMddHHmmss`, some time in 2026. */
export function deviceTime(random: Random): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = two(1 + random.below(12)) + two(1 + random.below(28));
  return `2026${day}${two(random.below(24))}${two(random.below(60))}${two(random.below(60))}`;
}
