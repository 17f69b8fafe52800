import { hash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { Clock } from '../../config/contract/clock.ts';
import type { Entry, Fact, Hop, Tally } from '../../config/contract/facts.ts';
import type { Millis, Seq, SourceId } from '../../config/contract/ids.ts';

/** One received record on its way into the journal: the facts it states, or the dead letter it became. */
export interface Offer {
  source: SourceId;
  facts: Fact[];
  rejected: boolean;
}
export type Outcome = 'stored' | 'duplicate' | 'rejected';

/** What the journal remembers of a port. */
export interface PortMemory extends Tally {
  /** Newest time at which anything of the port happened. */
  lastAt: Millis;
  /** Newest time at which a matter of the port was received. */
  lastReceived: Millis;
}

/** Range of entries being written to the store: fixed before the first attempt, so that a retry is identical. */
export interface Pending {
  from: Seq;
  to: Seq;
}

/** Times of one fact that matter to its port. */
const times = (fact: Fact): { at: Millis; received: Millis } =>
  fact.kind === 'hop'
    ? { at: fact.at, received: fact.event === 'report' ? fact.receivedAt : 0 }
    : { at: fact.at, received: fact.kind === 'patrol' ? fact.at : 0 };

/** Characters of a fact's long texts: what makes some facts a thousand times larger than others. */
const weightOf = (fact: Fact): number =>
  fact.kind === 'dead'
    ? fact.raw.length
    : fact.kind === 'hop'
      ? fact.note.length + (fact.text?.content.length ?? 0) + (fact.text?.subject.length ?? 0)
      : 0;

const fingerprint = (fact: Fact): string =>
  hash('sha256', JSON.stringify(fact), 'base64').slice(0, 22);

/**
 * The durable log (LMDB). A record is acknowledged when `append` resolves: its commit has been
 * flushed to disk by then (LMDB syncs before it switches its root page; concurrent appends share a
 * commit). Several processes may append at once; LMDB serialises them and survives their being killed.
 *
 * Identity decides what is new: a fact whose id is known and whose content is the same is a
 * duplicate. A known hop with other content becomes an `amend` hop: what was counted stays counted, and
 * the case's dimensions and texts move on. Any other fact that contradicts itself is a dead letter.
 */
export class Journal {
  private readonly root: RootDatabase;
  private readonly entries: Database<{ accepted: Millis; fact: Fact }, number>;
  private readonly identity: Database<string, string>;
  private readonly meta: Database<unknown, string>;

  constructor(path: string) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.root = open({ path, overlappingSync: false, maxDbs: 4 });
    this.entries = this.root.openDB({
      name: 'entries',
      sharedStructuresKey: Symbol.for('structures'),
    });
    this.identity = this.root.openDB({ name: 'identity', encoding: 'string' });
    this.meta = this.root.openDB({ name: 'meta' });
  }

  /**
   * Makes records durable, in order, and moves the cursor of their source in the same commit.
   * @param now machine time of acceptance
   * @returns what became of each record, in order, once it is on disk
   */
  async append(
    offers: readonly Offer[],
    now: Millis,
    cursor?: { name: string; value: number },
  ): Promise<Outcome[]> {
    return await this.root.transaction(() => {
      let head = this.head();
      const ports = new Map<SourceId, PortMemory>();
      const outcomes = offers.map((offer) => {
        const port = ports.get(offer.source) ?? this.port(offer.source);
        ports.set(offer.source, port);
        let added = 0;
        let refused = offer.rejected;
        for (const offered of offer.facts) {
          const fact = this.admit(offered, now);
          if (fact === null) continue;
          refused ||= fact.kind === 'dead';
          this.entries.put(++head, { accepted: now, fact });
          added++;
          if (fact.kind === 'dead') continue;
          const { at, received } = times(fact);
          port.lastAt = Math.max(port.lastAt, at);
          // a mistyped year must not carry the clock of an archive away
          if (received <= now) port.lastReceived = Math.max(port.lastReceived, received);
        }
        const outcome: Outcome = refused ? 'rejected' : added > 0 ? 'stored' : 'duplicate';
        port.received++;
        port[outcome]++;
        return outcome;
      });
      this.meta.put('head', head);
      for (const [source, port] of ports) this.meta.put(`port/${source}`, port);
      if (cursor) this.meta.put(`cursor/${cursor.name}`, cursor.value);
      return outcomes;
    });
  }

  /** The fact as it is to be stored, or null where it is known already. */
  private admit(fact: Fact, now: Millis): Fact | null {
    const known = this.identity.get(fact.id);
    // the same refusal may come from another place at another time; it is the same all the same
    const print = fact.kind === 'dead' ? '' : fingerprint(fact);
    if (known === undefined) {
      this.identity.put(fact.id, print);
      return fact;
    }
    if (known === print) return null;
    const id = `${fact.id}~${print}`;
    if (this.identity.get(id) !== undefined) return null;
    this.identity.put(id, print);
    if (fact.kind === 'hop') return { ...fact, id, event: 'amend', at: now } satisfies Hop;
    return {
      kind: 'dead',
      id: `dead:${id}`,
      source: fact.source,
      at: now,
      reason: `${fact.kind} ${fact.id} is stored already with other content`,
      place: '',
      raw: JSON.stringify(fact),
    };
  }

  /** Entries after a position, oldest first: at most `limit`, and no more once their texts exceed `weight` characters. */
  read(after: Seq, limit: number, weight = Number.POSITIVE_INFINITY): Entry[] {
    const found: Entry[] = [];
    let weighed = 0;
    for (const { key, value } of this.entries.getRange({ start: after + 1, limit })) {
      found.push({ seq: key, accepted: value.accepted, fact: value.fact });
      weighed += weightOf(value.fact);
      if (weighed > weight) break;
    }
    return found;
  }

  /** Newest position; 0: empty. */
  head(): Seq {
    return (this.meta.get('head') as Seq | undefined) ?? 0;
  }

  /** Durable position up to which a reader is done. */
  position(reader: string): Seq {
    return (this.meta.get(`position/${reader}`) as Seq | undefined) ?? 0;
  }

  async reached(reader: string, seq: Seq): Promise<void> {
    await this.meta.put(`position/${reader}`, seq);
  }

  /** Where a source goes on after a restart; undefined: it never ran. */
  cursor(name: string): number | undefined {
    return this.meta.get(`cursor/${name}`) as number | undefined;
  }

  port(source: SourceId): PortMemory {
    const stored = this.meta.get(`port/${source}`) as PortMemory | undefined;
    return stored
      ? { ...stored }
      : {
          received: 0,
          stored: 0,
          duplicate: 0,
          rejected: 0,
          lastAt: 0,
          lastReceived: 0,
        };
  }

  /** Every port that ever offered anything. */
  ports(): Map<SourceId, PortMemory> {
    const found = new Map<SourceId, PortMemory>();
    for (const { key, value } of this.meta.getRange({ start: 'port/', end: 'port0' }))
      found.set(key.slice('port/'.length) as SourceId, value as PortMemory);
    return found;
  }

  pending(): Pending | null {
    return (this.meta.get('pending') as Pending | null | undefined) ?? null;
  }

  async setPending(pending: Pending): Promise<void> {
    await this.meta.put('pending', pending);
  }

  /** The store has everything up to the end of what was pending. */
  async settle(pending: Pending): Promise<void> {
    await this.root.transaction(() => {
      this.meta.put('position/store', pending.to);
      this.meta.put('pending', null);
    });
  }

  /** The clock of a replay under way, as its process last said; null: there was none. */
  replayClock(): Clock | null {
    return (this.meta.get('replay') as Clock | null | undefined) ?? null;
  }

  async setReplayClock(clock: Clock | null): Promise<void> {
    await this.meta.put('replay', clock);
  }

  /** Tells this journal's batches from those of any other in the same store. */
  async identityOfJournal(): Promise<string> {
    return await this.root.transaction(() => {
      const known = this.meta.get('journal') as string | undefined;
      if (known) return known;
      const made = randomUUID();
      this.meta.put('journal', made);
      return made;
    });
  }

  /** Forgets entries up to a position that every reader has passed, a slice at a time. */
  async trim(upTo: Seq): Promise<void> {
    const slice = 5_000;
    for (;;) {
      const keys = [...this.entries.getKeys({ end: upTo + 1, limit: slice })];
      if (keys.length === 0) return;
      await this.root.transaction(() => {
        for (const key of keys) this.entries.remove(key);
      });
    }
  }

  async close(): Promise<void> {
    await this.root.close();
  }
}
