import { setTimeout as sleep } from 'node:timers/promises';
import type { Intake, Receipt, Received } from './intake.ts';
import { Unavailable } from './unavailable.ts';

/**
 * Hands records in until they are taken, for senders that cannot be told to come again.
 * @param signal ends the waiting: the promise rejects, and nothing of the records was taken
 */
export async function insist(
  intake: Intake,
  records: readonly Received[],
  signal: AbortSignal,
  cursor?: { name: string; value: number },
): Promise<Receipt[]> {
  for (;;) {
    try {
      return await intake.take(records, cursor);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await sleep(error.retryAfterSeconds * 1000, undefined, { signal });
    }
  }
}
