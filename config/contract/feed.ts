import type { Clock } from './clock.ts';
import type { AlertEvent, Entry, Hop, Tally, Telling } from './facts.ts';
import type { Millis, Seq, SourceId } from './ids.ts';

/**
 * The feed: how analytics follows the journal. A WebSocket on loopback, msgpack frames, a bearer
 * token from the credentials file.
 *
 * 1. The reader says `follow` once, with the position after which it wants entries.
 *    `after: 'stored'` means the newest position that the store holds completely; the reader folds
 *    the store up to that position first (`welcome.after`) and the entries from there on.
 * 2. `entries` come in order, without gap, each exactly once a connection.
 * 3. The reader says `reached` now and then; the position is durable and holds back trimming.
 * 4. `submit` hands in what analytics judged; `submitted` answers once they are durable. Submitting again is
 *    harmless: identity decides.
 * 5. `status` comes every second.
 */
/** What analytics hands in. */
export type JudgedFact = AlertEvent | Telling | GivenBack;

/** A step by which a case has back the time in which it was suspended: its deadline, told anew. */
export interface GivenBack {
  kind: 'step';
  case: { source: string; upstreamNo: string; redo: number };
  hops: [Pick<Hop, 'event' | 'at' | 'note'> & { no: string; dueAt: Millis }];
}

export type FeedRequest =
  | { t: 'follow'; reader: string; after: Seq | 'stored' }
  | { t: 'reached'; seq: Seq }
  | { t: 'submit'; n: number; facts: JudgedFact[] };

export type FeedMessage =
  | { t: 'welcome'; after: Seq; status: IngestStatus }
  | { t: 'entries'; entries: Entry[] }
  | { t: 'status'; status: IngestStatus }
  | { t: 'submitted'; n: number; tally: Tally };

export interface IngestStatus {
  clock: Clock;
  /** True once any record of the synthetic city is in the journal. */
  demo: boolean;
  /** Newest position of the journal. */
  head: Seq;
  /** Newest position that the store holds completely. */
  stored: Seq;
  /** Machine time at which the oldest record that the store lacks became durable; null: it lacks none. */
  unstoredSince: Millis | null;
  storeUp: boolean;
  /** Progress of back-filling history, 0 … 1; null: not under way. */
  backfill: number | null;
  ports: PortStatus[];
}

export interface PortStatus extends Tally {
  source: SourceId;
  /** Deployment time of the newest record; null: none yet. */
  last: Millis | null;
  /** What never became a record, since ingest started, by reason: unknown device, wrong signature, oversize … */
  refused: Record<string, number>;
  /** Records in the last minute. */
  rate: number;
  /** From the time a record states to its being durable, of the newest records, p50; null: none yet. */
  lag: Millis | null;
  /** Clock of the newest devices or senders minus ours, the one furthest off; null: they tell none. */
  clockOffset: Millis | null;
  /** Open lines of a port that devices dial; null: it has none. */
  connections: number | null;
  /** Why it takes nothing now; null: it does. */
  closed: string | null;
  /** Days for which the upstream gave its totals, newest first, at most 7. */
  totals: DayTotal[];
}

/** The upstream's own count of a day beside ours. */
export interface DayTotal {
  /** Local date, yyyy-MM-dd. */
  day: string;
  /** What was counted, e.g. `orders`. */
  what: string;
  upstream: number;
  ours: number;
}
