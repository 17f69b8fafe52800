import type { AlertEvent } from '../../config/contract/facts.ts';

/** Events handed in at once. */
const BATCH = 500;

/**
 * Hands events in one batch after the other, in order.
 * @param submit done once a batch is durable; tries for as long as it takes
 */
export function startSubmitter(submit: (facts: AlertEvent[]) => Promise<void>): {
  add(events: readonly AlertEvent[]): void;
} {
  const queue: AlertEvent[] = [];
  let busy = false;
  const run = async () => {
    busy = true;
    while (queue.length > 0) await submit(queue.splice(0, BATCH));
    busy = false;
  };
  return {
    add(events) {
      for (const event of events) queue.push(event);
      if (!busy && queue.length > 0) void run();
    },
  };
}
