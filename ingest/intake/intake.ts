import type { Fact } from '../../config/contract/facts.ts';
import type { Millis, SourceId } from '../../config/contract/ids.ts';
import type { Journal } from '../journal/journal.ts';
import type { Offer, Outcome } from '../journal/offer.ts';
import type { Origin, Pipeline } from '../pipeline/pipeline.ts';
import type { DiskGuard } from './disk-guard.ts';
import type { HealthBook } from './health.ts';
import { Unavailable } from './unavailable.ts';

/** One record as a port received it: what it says in our words, or why nothing could be made of it. */
export type Received = { origin: Origin } & (
  | { draft: unknown; refusal?: undefined }
  | { refusal: string; draft?: undefined }
);

/** What became of one record. */
export interface Receipt {
  outcome: Outcome;
  /** Why it was rejected; null where it was not. */
  reason: string | null;
}

/** Records waiting for their commit, all ports together: a queue longer than this is the senders'. */
const WAITING_LIMIT = 20_000;
const FULL_RETRY_S = 1;

export interface Intake {
  /**
   * Makes records durable, in one commit, and says what became of each in order: once it resolves
   * they may be acknowledged. Concurrent calls share a commit (one flush to disk for all of them).
   * @param cursor where the source goes on after a restart, moved in the same commit
   * @throws Unavailable where nothing can be taken now
   */
  take(records: readonly Received[], cursor?: { name: string; value: number }): Promise<Receipt[]>;
  /**
   * Keeps the upstream's own count of a local day, to be compared with ours. Told again it replaces.
   * @throws Unavailable on a full disk
   */
  total(source: SourceId, day: string, what: string, upstream: number): Promise<void>;
  /** Why nothing is taken now; null: it is. To be asked before reading from a socket. */
  closed(): Unavailable | null;
}

/** From the time that a fact states to now; null: it states since when something holds, not when it was seen. */
const lagOf = (fact: Fact, now: Millis): Millis | null =>
  fact.kind === 'register' ? null : now - fact.at;

/** @param machine machine time */
export function createIntake(options: {
  journal: Journal;
  pipeline: Pipeline;
  disk: DiskGuard;
  book: HealthBook;
  machine: () => Millis;
}): Intake {
  const { journal, pipeline, disk, book, machine } = options;
  let waiting = 0;

  const closed = (): Unavailable | null =>
    disk.full() ??
    (waiting >= WAITING_LIMIT
      ? new Unavailable('too many records are waiting to become durable', FULL_RETRY_S)
      : null);

  const receipt = (offer: Offer, outcome: Outcome): Receipt => {
    const [first] = offer.facts;
    const refused = outcome === 'rejected' && first?.kind === 'dead';
    return { outcome, reason: refused ? first.reason : null };
  };

  return {
    closed,
    async total(source, day, what, upstream) {
      const reason = disk.full();
      if (reason) throw reason;
      try {
        await journal.setTotal(source, day, what, upstream);
      } catch (error) {
        throw disk.explain(error) ?? error;
      }
    },
    async take(records, cursor) {
      const reason = closed();
      if (reason) throw reason;
      const now = machine();
      const offers = records.map(({ draft, refusal, origin }) =>
        refusal === undefined
          ? pipeline.take(draft, origin, now)
          : pipeline.refuse(refusal, origin, now),
      );
      waiting += records.length;
      try {
        const outcomes = await journal.append(offers, now, cursor);
        for (const [n, offer] of offers.entries()) {
          const newest = offer.rejected ? undefined : offer.facts.at(-1);
          book
            .of(offer.source)
            .took(1, newest && outcomes[n] === 'stored' ? lagOf(newest, now) : null);
        }
        return offers.map((offer, n) => receipt(offer, outcomes[n] as Outcome));
      } catch (error) {
        throw disk.explain(error) ?? error;
      } finally {
        waiting -= records.length;
      }
    },
  };
}
