import { setImmediate as breath, setTimeout as sleep } from 'node:timers/promises';
import { ClickHouseError } from '@clickhouse/client';
import type { Logger } from 'pino';
import type { Seq } from '../../config/contract/ids.ts';
import type { Journal, Pending } from '../journal/journal.ts';
import type { Store } from './client.ts';
import { BatchColumns, type Body, insertBody } from './insert.ts';
import { MigrationError, migrate } from './migrate.ts';

/** A batch is made of slices, between which records that arrive get their turn. */
const SLICE = 1_000;
const SLICES = 20;
const BATCH = SLICE * SLICES;
/** Characters of text in one batch: far below what the store takes in one body. */
const WEIGHT = 32_000_000;
const POLL_MS = 20;
/** A batch that is not full waits this long for more: a store likes few large parts. */
const GATHER_MS = 400;
const RETRY_MS = [200, 500, 1_000, 2_000, 5_000];
/** A schema that is not ours is mended by people, one that a full disk stopped halfway mends itself. */
const MEND_MS = 5_000;

interface Batch {
  pending: Pending;
  bodies: Body[];
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
 * One batch is being inserted at a time; where more is waiting, the next is encoded meanwhile.
 */
export async function startWriter(options: {
  journal: Journal;
  store: Store;
  /** Whose days the day rollup counts. */
  zone: string;
  log: Logger;
  /** Told whenever what `up` says changes. */
  onUp?: (up: boolean) => void;
}): Promise<Writer> {
  const { journal, store, log } = options;
  const name = await journal.identityOfJournal();
  const stopping = new AbortController();
  const { signal } = stopping;
  let up = false;
  const setUp = (now: boolean) => {
    if (now !== up) options.onUp?.(now);
    up = now;
  };

  /** Encodes what follows `from`: up to `to`, or as much as makes a batch. Null: there is nothing. */
  const prepare = async (from: Seq, to?: Seq): Promise<Batch | null> => {
    const columns = new BatchColumns();
    let end = from - 1;
    for (let n = 0; to === undefined ? n < SLICES : end < to; n++) {
      const slice =
        to === undefined
          ? journal.read(end, SLICE, WEIGHT / SLICES)
          : journal.read(end, Math.min(SLICE, to - end));
      const last = slice.at(-1);
      if (last === undefined) break;
      end = last.seq;
      columns.add(slice);
      await breath();
    }
    if (end < from) return null;
    const bodies: Body[] = [];
    for (const body of columns.bodies()) {
      bodies.push(body);
      await breath();
    }
    return { pending: { from, to: end }, bodies };
  };

  /** The batch that was under way when the last run ended, else the next, durable as such; null: there is nothing. */
  const firstBatch = async (): Promise<Batch | null> => {
    const pending = journal.pending();
    if (pending !== null) return await prepare(pending.from, pending.to);
    const from = journal.position('store') + 1;
    if (journal.head() < from) return null;
    if (journal.head() - from < BATCH / 2) await sleep(GATHER_MS, undefined, { signal });
    const batch = await prepare(from);
    if (batch) await insist(() => journal.setPending(batch.pending), journalFailed);
    return batch;
  };

  const insert = async ({ pending, bodies }: Batch) => {
    const token = `${name}:${pending.from}-${pending.to}`;
    for (const body of bodies) await insertBody(store, body, token);
    setUp(true);
  };

  /** Tries until it is done. `failed` says how long to wait after the nth failure in a row. */
  const insist = async (
    attempt: () => Promise<void>,
    failed: (error: unknown, failures: number) => number,
  ) => {
    for (let failures = 1; !signal.aborted; failures++) {
      try {
        return await attempt();
      } catch (error) {
        await sleep(failed(error, failures), undefined, { signal });
      }
    }
  };
  const pauseAfter = (failures: number): number =>
    RETRY_MS[Math.min(failures, RETRY_MS.length) - 1] as number;

  /** What was said of the store last: it is said once, and tried again and again. */
  let told = '';
  const storeFailed = (error: unknown, failures: number): number => {
    setUp(false);
    if (error instanceof MigrationError) {
      if (error.message !== told)
        log.error(
          `the store cannot be used as it is: ${error.message}. Until that is mended nothing is stored; the journal keeps what comes`,
        );
      told = error.message;
      return MEND_MS;
    }
    if (failures === RETRY_MS.length + 1) {
      const what = error instanceof ClickHouseError ? 'refuses a batch' : 'does not answer';
      log.warn({ err: error }, `the store ${what}; trying on`);
    }
    return pauseAfter(failures);
  };
  const journalFailed = (error: unknown, failures: number): number => {
    log.warn({ err: error }, 'the position of the store could not be kept; trying on');
    return pauseAfter(failures);
  };

  const run = async () => {
    await insist(() => migrate(store, options.zone), storeFailed);
    if (!signal.aborted) setUp(true);
    let batch: Batch | null = null;
    while (!signal.aborted) {
      batch ??= await firstBatch();
      if (batch === null) {
        await sleep(POLL_MS, undefined, { signal });
        continue;
      }
      const current: Batch = batch;
      const { pending } = current;
      const inserting = insist(() => insert(current), storeFailed);
      inserting.catch(() => {}); // awaited below, whatever becomes of the next
      const more = journal.head() - pending.to >= BATCH;
      const next: Batch | null = more ? await prepare(pending.to + 1) : null;
      await inserting;
      if (signal.aborted) return;
      await insist(() => journal.settle(pending, next?.pending ?? null), journalFailed);
      batch = next;
    }
  };

  const running = run().catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return {
    up: () => up,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
