import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { gramOf } from './grams.ts';

const Tiers = z.array(z.strictObject({ share: z.number().gt(0).lt(1), of: z.string() })).min(1);

/** Inverse document frequency by what is common, relative to that of what no list knows. */
function weights(file: string, length: 1 | 2): ReadonlyMap<number, number> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const tiers = Tiers.parse(JSON.parse(readFileSync(path, 'utf8')));
  const rarest = Math.min(...tiers.map(({ share }) => share)) / 2;
  const found = new Map<number, number>();
  for (const { share, of } of tiers)
    for (let i = 0; i + length <= of.length; i += length)
      found.set(
        length === 1 ? of.charCodeAt(i) : gramOf(of, i),
        Math.log(share) / Math.log(rarest),
      );
  return found;
}

/**
 * Which pairs of characters tell little, by the share of citizens' messages in which they stand: all that
 * stood in one of two hundred or more of 4,322 published messages of 2019 and January 2020, and in eleven of
 * the thirteen months: a name that is in everyone's mouth for a season is no common word.
 */
const GRAMS = weights('./common-grams.json', 2);
/** The same of single characters, by the share of the 34,643 sentences of those messages. */
const CHARS = weights('./common-chars.json', 1);

export const gramWeight = (gram: number): number => GRAMS.get(gram) ?? 1;
const SQUARES = new Float32Array(0x10000).fill(1);
for (const [char, weight] of CHARS) SQUARES[char] = weight ** 2;
/** Square of the weight of a character. */
export const charSquare = (char: number): number => SQUARES[char]!;
/** Whether a pair stands in fewer than one of two hundred messages. */
export const isRare = (gram: number): boolean => !GRAMS.has(gram);

export const gramSquare = (gram: number): number => gramWeight(gram) ** 2;

/** Σ of the squares of the weights of characters. */
export function charSquares(chars: string): number {
  let sum = 0;
  for (let i = 0; i < chars.length; i++) sum += charSquare(chars.charCodeAt(i));
  return sum;
}

/** Σ of the weights of pairs, or of what else they weigh. */
export function total(grams: Uint32Array, weight: (gram: number) => number): number {
  let sum = 0;
  for (const gram of grams) sum += weight(gram);
  return sum;
}
