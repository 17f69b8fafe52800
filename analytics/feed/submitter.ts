import type { JudgedFact } from '../../config/contract/feed.ts';

/** Facts handed in at once. */
const BATCH = 500;

/**
 * Hands what was judged in one batch after the other, in order.
 * @param submit done once a batch is durable; tries for as long as it takes
 */
export function startSubmitter(submit: (facts: JudgedFact[]) => Promise<void>): {
  add(facts: readonly JudgedFact[]): void;
} {
  const queue: JudgedFact[] = [];
  let busy = false;
  const run = async () => {
    busy = true;
    while (queue.length > 0) await submit(queue.splice(0, BATCH));
    busy = false;
  };
  return {
    add(facts) {
      for (const fact of facts) queue.push(fact);
      if (!busy && queue.length > 0) void run();
    },
  };
}
