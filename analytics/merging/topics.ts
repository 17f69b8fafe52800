import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const read = (file: string): unknown =>
  JSON.parse(readFileSync(fileURLToPath(new URL(file, import.meta.url)), 'utf8'));

/**
 * Words by which people name one thing in many ways (吵, 噪音, 睡不着), by topic, with the share of citizens'
 * messages that touch it (4,322 of 2019 and January 2020).
 */
export const TOPICS = z
  .array(
    z.strictObject({
      topic: z.string().min(1),
      share: z.number().gt(0).lt(1),
      words: z.array(z.string().min(1)).min(1),
    }),
  )
  .max(64)
  .parse(read('./topics.json'));

const RAREST = Math.min(...TOPICS.map(({ share }) => share));
const WEIGHTS = TOPICS.map(({ share }) => Math.log(share) / Math.log(RAREST));
const TOPIC_OF = new Map(
  TOPICS.flatMap(({ words }, topic) => words.map((word) => [word, topic] as const)),
);
const WORD = new RegExp([...TOPIC_OF.keys()].sort((a, b) => b.length - a.length).join('|'), 'gu');

/** Topics whose words a text uses, by their place in the list, rising. */
export const topicsOf = (text: string): number[] =>
  [...new Set([...text.matchAll(WORD)].map(([word]) => TOPIC_OF.get(word)!))].sort((a, b) => a - b);

/**
 * How far two texts touch the same topics, rare ones counting more: 0 none in common, 1 the same; null where
 * one touches none. Symmetric.
 */
export function topicLikeness(a: readonly number[], b: readonly number[]): number | null {
  if (a.length === 0 || b.length === 0) return null;
  let [shared, all] = [0, 0];
  for (const topic of a) {
    all += WEIGHTS[topic]!;
    if (b.includes(topic)) shared += WEIGHTS[topic]!;
  }
  for (const topic of b) all += WEIGHTS[topic]!;
  return (2 * shared) / all;
}
