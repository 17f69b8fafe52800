import { type Clock, liveClock } from '../config/contract/clock.ts';
import type { IngestStatus } from '../config/contract/feed.ts';
import type { Millis } from '../config/contract/ids.ts';
import type { HealthBook } from './intake/health.ts';
import type { Intake } from './intake/intake.ts';
import type { Journal } from './journal/journal.ts';

/** A replay whose process has not spoken for this long has ended. */
const REPLAY_LEASE_MS = 5_000;

/**
 * The time the deployment lives in. A collection of the past follows its replay, and else stands at
 * the newest matter it holds; a live deployment has its city's clock or the machine's.
 */
export function clockOf(
  journal: Journal,
  deployment: { clock: 'live' | 'archive' },
  city: Clock | null,
  machine: Millis,
): Clock {
  if (deployment.clock === 'live') return city ?? liveClock(machine);
  const replay = journal.replayClock();
  if (replay && machine - replay.asOf < REPLAY_LEASE_MS) return replay;
  const newest = Math.max(0, ...[...journal.ports().values()].map((port) => port.lastReceived));
  return { mode: 'archive', now: newest || machine, asOf: machine, rate: 0 };
}

/** What ingest says of itself once a second. */
export function statusOf(options: {
  journal: Journal;
  book: HealthBook;
  intake: Intake;
  clock: Clock;
  demo: boolean;
  storeUp: boolean;
  backfill: number | null;
}): IngestStatus {
  const { journal, clock, book } = options;
  const known = journal.ports();
  const sources = new Set([...known.keys(), ...book.sources()]);
  const stored = journal.position('store');
  const closed = options.intake.closed()?.message ?? null;
  return {
    clock,
    demo: options.demo,
    head: journal.head(),
    stored,
    unstoredSince: journal.read(stored, 1)[0]?.accepted ?? null,
    storeUp: options.storeUp,
    backfill: options.backfill,
    ports: [...sources].map((source) => {
      const port = known.get(source) ?? journal.port(source);
      return {
        source,
        received: port.received,
        stored: port.stored,
        duplicate: port.duplicate,
        rejected: port.rejected,
        last:
          (clock.mode === 'live' || clock.mode === 'city' ? port.lastAt : port.lastReceived) ||
          null,
        ...book.status(source),
        closed,
        totals: journal.totals(source),
      };
    }),
  };
}
