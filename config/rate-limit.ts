import type { Millis } from './contract/ids.ts';

/** Senders remembered: the longest unheard is forgotten, which gives it a full bucket again. */
const REMEMBERED = 10_000;

/**
 * Token buckets by sender: `perSecond` on average, `burst` at once.
 * @returns 0 where the sender may go on, else after how many seconds it may
 */
export function createRateLimit(
  perSecond: number,
  burst: number,
  machine: () => Millis,
): (sender: string) => number {
  const buckets = new Map<string, { tokens: number; at: Millis }>();
  return (sender) => {
    const now = machine();
    const known = buckets.get(sender);
    const passed = known ? Math.max(0, now - known.at) / 1000 : 0;
    const tokens = known ? Math.min(burst, known.tokens + passed * perSecond) : burst;
    buckets.delete(sender); // what was heard last stands last
    buckets.set(sender, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    if (buckets.size > REMEMBERED) buckets.delete(buckets.keys().next().value as string);
    return tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - tokens) / perSecond));
  };
}
