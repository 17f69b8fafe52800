import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { gramOf } from './grams.ts';
import { TOPICS } from './topics.ts';

/**
 * Which characters and pairs of them stand with the words of a topic in one sentence: natural logarithm of how
 * many times as often as in any. Learnt by `topic-words.bench.ts`.
 */
const Tiers = z.array(z.strictObject({ weight: z.number().positive(), of: z.string().min(1) }));
const LEARNT = z
  .array(z.strictObject({ topic: z.string(), chars: Tiers, pairs: Tiers }))
  .length(TOPICS.length)
  .parse(
    JSON.parse(readFileSync(fileURLToPath(new URL('./topic-words.json', import.meta.url)), 'utf8')),
  );

/** Topics and weights, one after the other, by character or pair. */
const TOLD = new Map<number, number[]>();
for (const [topic, { chars, pairs }] of LEARNT.entries()) {
  const tell = (key: number, weight: number) => {
    const told = TOLD.get(key);
    if (told) told.push(topic, weight);
    else TOLD.set(key, [topic, weight]);
  };
  for (const { weight, of } of chars)
    for (let i = 0; i < of.length; i++) tell(of.charCodeAt(i), weight);
  for (const { weight, of } of pairs)
    for (let i = 0; i + 1 < of.length; i += 2) tell(gramOf(of, i), weight);
}

/** Whether a pair of characters stands with the words of some topic: 普惠 does, the name of an estate does not. */
export const isOfTopic = (gram: number): boolean => TOLD.has(gram);

/** A text is about so many topics at most. */
const STRONGEST = 5;
const BITS = 10;
const FULL = (1 << BITS) - 1;

/**
 * What a text is about: its strongest topics, each as one UTF-16 unit of which the lower ten bits are the
 * strength, and the upper six the topic; all strengths together are a vector of length 1.
 */
export type Sense = string;

/** @param grams pairs of characters of the text, each once @param chars its characters, each once */
export function senseOf(grams: Iterable<number>, chars: string): Sense {
  const strengths = new Float64Array(TOPICS.length);
  const tell = (key: number) => {
    const told = TOLD.get(key);
    if (!told) return;
    for (let i = 0; i < told.length; i += 2) strengths[told[i]!]! += told[i + 1]!;
  };
  for (const gram of grams) tell(gram);
  for (let i = 0; i < chars.length; i++) tell(chars.charCodeAt(i));
  const strongest: number[] = [];
  for (let topic = 0; topic < strengths.length; topic++) {
    const strength = strengths[topic]!;
    if (strength === 0) continue;
    let at = strongest.length;
    while (at > 0 && strengths[strongest[at - 1]!]! < strength) at--;
    if (at < STRONGEST) strongest.splice(at, 0, topic);
    if (strongest.length > STRONGEST) strongest.pop();
  }
  const length = Math.hypot(...strongest.map((topic) => strengths[topic]!));
  return String.fromCharCode(
    ...strongest.map((topic) => (topic << BITS) | Math.round((FULL * strengths[topic]!) / length)),
  );
}

/** How far two texts are about the same: cosine, 0 to 1; 0 where one is about nothing known. Symmetric. */
export function senseLikeness(a: Sense, b: Sense): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++) {
      const [left, right] = [a.charCodeAt(i), b.charCodeAt(j)];
      if (left >> BITS === right >> BITS) sum += (left & FULL) * (right & FULL);
    }
  return Math.min(1, sum / FULL ** 2);
}
