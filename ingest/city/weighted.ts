import type { Random } from '../../config/deployment/random.ts';

/** One of the items, each as likely as its weight says. */
export function weighted<T>(items: readonly (readonly [T, number])[], rng: Random): T {
  let total = 0;
  for (const [, weight] of items) total += weight;
  let left = rng.next() * total;
  for (const [item, weight] of items) {
    left -= weight;
    if (left < 0) return item;
  }
  return items.at(-1)![0];
}
