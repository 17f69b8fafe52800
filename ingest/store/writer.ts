import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Journal } from '../journal/journal.ts';
import type { Store } from './client.ts';
import { insertEntries } from './insert.ts';
import { migrate } from './migrate.ts';

const BATCH = 20_000;
const POLL_MS = 20;
/** A batch that is not full waits this long for more: a store likes few large parts. */
const GATHER_MS = 400;
const RETRY_MS = [200, 500, 1_000, 2_000, 5_000];

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

  const nextRange = async () => {
    const from = journal.position('store') + 1;
    let head = journal.head();
    if (head < from) return null;
    if (head - from < BATCH / 2) {
      await sleep(GATHER_MS, undefined, { signal: stopping.signal });
      head = journal.head();
    }
    return { from, to: Math.min(head, from + BATCH - 1) };
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
      let pending = journal.pending();
      if (pending === null) {
        pending = await nextRange();
        if (pending === null) {
          await sleep(POLL_MS, undefined, { signal: stopping.signal });
          continue;
        }
        await journal.setPending(pending);
      }
      const { from, to } = pending;
      const entries = journal.read(from - 1, to - from + 1);
      await insist(() => insertEntries(store, entries, `${name}:${from}-${to}`));
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
