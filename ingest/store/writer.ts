import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Entry } from '../../config/contract/facts.ts';
import type { Journal, Pending } from '../journal/journal.ts';
import type { Store } from './client.ts';
import { insertEntries } from './insert.ts';
import { migrate } from './migrate.ts';

const BATCH = 20_000;
/** Characters of text in one batch: far below what the store takes in one body. */
const WEIGHT = 32_000_000;
const POLL_MS = 20;
/** A batch that is not full waits this long for more: a store likes few large parts. */
const GATHER_MS = 400;
const RETRY_MS = [200, 500, 1_000, 2_000, 5_000];

interface Batch {
  pending: Pending;
  entries: Entry[];
}

export interface Writer {
  /** False while the store refuses or cannot be reached. */
  up(): boolean;
  stop(): Promise<void>;
}

/**
 * Carries the journal to the store, exactly once. The range of a batch is made durable before its
 * first attempt and retried unchanged until the store has it, over any restart of either side; its
 * deduplication token is the range itself, so that an attempt which did arrive is not stored again.
 */
export async function startWriter(options: {
  journal: Journal;
  store: Store;
  /** Whose days the day rollup counts. */
  zone: string;
  log: Logger;
}): Promise<Writer> {
  const { journal, store, log } = options;
  const name = await journal.identityOfJournal();
  const stopping = new AbortController();
  let up = false;

  const nextBatch = async (): Promise<Batch | null> => {
    const from = journal.position('store') + 1;
    if (journal.head() < from) return null;
    if (journal.head() - from < BATCH / 2)
      await sleep(GATHER_MS, undefined, { signal: stopping.signal });
    const entries = journal.read(from - 1, BATCH, WEIGHT);
    const pending = { from, to: from + entries.length - 1 };
    await journal.setPending(pending);
    return { pending, entries };
  };

  /** The batch that was under way when the last run ended, if any. */
  const unfinished = (): Batch | null => {
    const pending = journal.pending();
    return (
      pending && { pending, entries: journal.read(pending.from - 1, pending.to - pending.from + 1) }
    );
  };

  let failures = 0;
  const insist = async (attempt: () => Promise<void>) => {
    while (!stopping.signal.aborted) {
      try {
        await attempt();
        up = true;
        failures = 0;
        return;
      } catch (error) {
        if (failures === RETRY_MS.length)
          log.warn({ err: error }, 'the store does not answer; trying on');
        up = false;
        const pause = RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)];
        await sleep(pause, undefined, { signal: stopping.signal });
      }
    }
  };

  const run = async () => {
    await insist(() => migrate(store, options.zone));
    while (!stopping.signal.aborted) {
      const batch = unfinished() ?? (await nextBatch());
      if (batch === null) {
        await sleep(POLL_MS, undefined, { signal: stopping.signal });
        continue;
      }
      const { pending, entries } = batch;
      const token = `${name}:${pending.from}-${pending.to}`;
      await insist(() => insertEntries(store, entries, token));
      if (!stopping.signal.aborted) await journal.settle(pending);
    }
  };

  const running = run().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    up: () => up,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
