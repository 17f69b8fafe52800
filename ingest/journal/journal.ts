import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { Clock } from '../../config/contract/clock.ts';
import type { Entry } from '../../config/contract/facts.ts';
import type { DayTotal } from '../../config/contract/feed.ts';
import type { CaseId, Millis, Seq, SourceId } from '../../config/contract/ids.ts';
import { isoDay } from '../../config/contract/zone.ts';
import { countOf, decodeChunk, encodeChunk, slices, weightOf } from './chunk.ts';
import { CommitError, commit, DURABLE } from './commit.ts';
import { type DayCount, rowOf, totalsOf } from './day-counts.ts';
import { type Holder, isAlive, ourselves } from './holder.ts';
import type { Offer, Outcome } from './offer.ts';
import { type PortMemory, Taking } from './taking.ts';

/** Range of entries being written to the store: fixed before the first attempt, so that a retry is identical. */
export interface Pending {
  from: Seq;
  to: Seq;
}

/** The journal cannot be used as it lies there. */
export class JournalError extends Error {
  override name = 'JournalError';
}

/** Of what lies in an existing journal: chunks, known groups. */
const FORMAT = 3;
/** Local days change on quarter hours in every zone. */
const QUARTER = 900_000;
const TRIM_SLICE = 500;
/** Records after which a commit takes no more appends in: others want their turn on this thread. */
const ENOUGH = 2_000;

/** An append on its way into the next commit. */
interface Waiting {
  offers: readonly Offer[];
  now: Millis;
  cursor: { name: string; value: number } | undefined;
  resolve: (outcomes: Outcome[]) => void;
  reject: (error: unknown) => void;
}

/**
 * The durable log (LMDB), one folder.
 *
 * **What is on disk when.** `append` resolves after its commit: LMDB has written every changed page
 * with pwrite and flushed the file (fdatasync), and only then written and flushed the root page that
 * makes them the journal. So what was acknowledged outlives kill -9 and a loss of power, and a commit
 * that was cut short anywhere is not there at all: entries, identities, counts, positions and cursors
 * are of one commit always. Appends that wait at the same time share one commit and its flushes.
 * Positions of readers and trimming are committed in the same way.
 *
 * **Several processes** may append at once (an import beside ingest): LMDB serialises them. One at a
 * time may carry entries to the store (`claimWriter`).
 *
 * **Entries** lie in chunks of up to some hundred facts of one append, under the number of their first,
 * so that puts, reads and trims are few. **Identity** decides what is new (Admission); it is never
 * trimmed, so a record told again years later is still known.
 *
 * **A full disk** fails the commit as a whole (CommitError, ENOSPC); what was there before stays, can
 * be read, and the next commit goes through once there is room.
 */
export class Journal {
  private readonly root: RootDatabase;
  private readonly entries: Database<Buffer, number>;
  private readonly identity: Database<Buffer, string>;
  private readonly meta: Database<unknown, string>;
  private readonly days = new Map<number, string>();
  private held: string | null = null;
  private scratch = Buffer.alloc(4_096);
  private readonly waiting: Waiting[] = [];
  /** Whether a commit was asked for that has not begun. */
  private asked = false;

  /**
   * @param zone whose local days are counted, an IANA name
   * @param deploymentTime deployment time at machine time; absent: they are one
   * @throws JournalError where the folder holds a journal of another format
   */
  constructor(
    private readonly path: string,
    private readonly zone = 'UTC',
    private readonly deploymentTime: (machine: Millis) => Millis = (machine) => machine,
  ) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.root = open({ path, ...DURABLE, maxDbs: 4 });
    this.meta = this.root.openDB({ name: 'meta' });
    const found = this.meta.get('format');
    if (found !== FORMAT) {
      if (found !== undefined || this.meta.get('head') !== undefined) {
        void this.root.close();
        throw new JournalError(
          `the journal in ${path} has format ${found ?? 1}, this version reads format ${FORMAT}. Let the version that wrote it finish storing, or begin with an empty data folder`,
        );
      }
      this.meta.putSync('format', FORMAT);
    }
    this.entries = this.root.openDB({ name: 'entries', encoding: 'binary' });
    this.identity = this.root.openDB({ name: 'identity', encoding: 'binary' });
  }

  /**
   * Makes records durable, in order, and moves the cursor of their source in the same commit.
   * @param now machine time of acceptance
   * @returns what became of each record, in order, once it is on disk
   * @throws CommitError where nothing of it could be made durable
   */
  append(
    offers: readonly Offer[],
    now: Millis,
    cursor?: { name: string; value: number },
  ): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ offers, now, cursor, resolve, reject });
      this.commitWaiting();
    });
  }

  /** Asks for a commit for what waits, unless that is done already. */
  private commitWaiting(): void {
    if (this.asked || this.waiting.length === 0) return;
    this.asked = true;
    void this.commitGroup();
  }

  /** Commits what waits once LMDB lets us; what comes after that waits for the next commit. */
  private async commitGroup(): Promise<void> {
    let group = null as Waiting[] | null;
    try {
      const outcomes = await this.commit(() => {
        group = this.nextGroup();
        this.asked = false;
        // not now: it would be of this commit
        queueMicrotask(() => this.commitWaiting());
        return this.take(group);
      });
      for (const [n, each] of (group ?? []).entries()) each.resolve(outcomes[n] as Outcome[]);
    } catch (error) {
      // where the commit did not even begin, it was to be for all that wait
      const failed = group ?? this.waiting.splice(0);
      if (group === null) this.asked = false;
      // a fault in one must not be the others'; a commit that failed was everybody's
      if (failed.length > 1 && !(error instanceof CommitError))
        for (const each of failed)
          this.commit(() => this.take([each])).then(
            ([outcomes]) => each.resolve(outcomes as Outcome[]),
            each.reject,
          );
      else for (const each of failed) each.reject(error);
    }
  }

  /** The oldest that wait, at least one, as many as make a commit large enough. */
  private nextGroup(): Waiting[] {
    let offers = 0;
    let end = 0;
    while (end < this.waiting.length && offers < ENOUGH)
      offers += this.waiting[end++]?.offers.length ?? 0;
    return this.waiting.splice(0, end);
  }

  /** Within a commit. Everything is worked out before the first put: a fault must not leave half of it. */
  private take(group: readonly Waiting[]): Outcome[][] {
    const intake = new Taking({
      group: (name) => this.identity.getBinaryFast(name),
      port: (source) => this.port(source),
      days: (source) => this.dayCounts(source),
      dayOf: (at) => this.dayOf(at),
      deploymentTime: this.deploymentTime,
    });
    const outcomes = group.map(({ offers, now }) => intake.take(offers, now));
    const accepted = group.reduce((newest, { now }) => Math.max(newest, now), 0);
    let head = this.head();
    const chunks: [first: Seq, bytes: Buffer][] = [];
    for (const slice of slices(intake.facts)) {
      chunks.push([head + 1, encodeChunk(slice, accepted, intake.begun)]);
      head += slice.length;
    }

    for (const [name, known] of intake.groups()) {
      if (known.size > this.scratch.length) this.scratch = Buffer.alloc(2 * known.size);
      const bytes = this.scratch.subarray(0, known.size);
      known.write(bytes);
      void this.identity.put(name, bytes);
    }
    for (const [first, bytes] of chunks) void this.entries.put(first, bytes);
    if (chunks.length > 0) void this.meta.put('head', head);
    for (const [source, port] of intake.ports) void this.meta.put(`port/${source}`, port);
    for (const [source, days] of intake.days) void this.meta.put(`days/${source}`, days);
    for (const { cursor } of group)
      if (cursor) void this.meta.put(`cursor/${cursor.name}`, cursor.value);
    return outcomes;
  }

  private dayOf(at: Millis): string {
    const quarter = Math.floor(at / QUARTER);
    let day = this.days.get(quarter);
    if (day === undefined) {
      if (this.days.size > 10_000) this.days.clear();
      day = isoDay(at, this.zone);
      this.days.set(quarter, day);
    }
    return day;
  }

  private dayCounts(source: SourceId): DayCount[] {
    return (this.meta.get(`days/${source}`) as DayCount[] | undefined) ?? [];
  }

  /**
   * Keeps the upstream's own count of a local day (yyyy-MM-dd) beside ours; told again it replaces.
   * Days further back than a month are not kept.
   */
  async setTotal(source: SourceId, day: string, what: string, upstream: number): Promise<void> {
    await this.commit(() => {
      const rows = this.dayCounts(source);
      const row = rowOf(rows, day, what);
      if (row === null) return;
      row.upstream = upstream;
      void this.meta.put(`days/${source}`, rows);
    });
  }

  /** The newest seven days for which the upstream gave its totals, newest first. */
  totals(source: SourceId): DayTotal[] {
    return totalsOf(this.dayCounts(source));
  }

  /**
   * Entries after a position, oldest first: at most `limit`, and no more once their texts exceed
   * `weight` characters. Asked for what is trimmed already it begins with what is left.
   */
  read(after: Seq, limit: number, weight = Number.POSITIVE_INFINITY): Entry[] {
    const found: Entry[] = [];
    if (after >= this.head() || limit <= 0) return found;
    let weighed = 0;
    const [start = 0] = this.entries.getKeys({ start: after + 1, reverse: true, limit: 1 });
    for (const { key, value } of this.entries.getRange({ start }))
      for (const entry of decodeChunk(value, key)) {
        if (entry.seq <= after) continue;
        found.push(entry);
        weighed += weightOf(entry.fact);
        if (found.length === limit || weighed > weight) return found;
      }
    return found;
  }

  /** Whether anything was ever told of a case. */
  knows(id: CaseId): boolean {
    return this.identity.doesExist(id);
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
    await this.commit(() => void this.meta.put(`position/${reader}`, seq));
  }

  /** Where a source goes on after a restart; undefined: it never ran. */
  cursor(name: string): number | undefined {
    return this.meta.get(`cursor/${name}`) as number | undefined;
  }

  port(source: SourceId): PortMemory {
    const stored = this.meta.get(`port/${source}`) as PortMemory | undefined;
    return stored
      ? { ...stored }
      : { received: 0, stored: 0, duplicate: 0, rejected: 0, lastAt: 0, lastReceived: 0 };
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
    await this.commit(() => void this.meta.put('pending', pending));
  }

  /** The store has everything up to the end of what was pending; `next` is pending in the same commit. */
  async settle(done: Pending, next: Pending | null = null): Promise<void> {
    await this.commit(() => {
      void this.meta.put('position/store', done.to);
      void this.meta.put('pending', next);
    });
  }

  /** The clock of a replay under way, as its process last said; null: there was none. */
  replayClock(): Clock | null {
    return (this.meta.get('replay') as Clock | null | undefined) ?? null;
  }

  async setReplayClock(clock: Clock | null): Promise<void> {
    await this.commit(() => void this.meta.put('replay', clock));
  }

  /** Tells this journal's batches from those of any other in the same store. */
  async identityOfJournal(): Promise<string> {
    return await this.commit(() => {
      const known = this.meta.get('journal') as string | undefined;
      if (known) return known;
      const made = randomUUID();
      void this.meta.put('journal', made);
      return made;
    });
  }

  /**
   * Makes this process the one that carries entries to the store, until `releaseWriter`, `close` or
   * its end however it comes. Holds among the processes of one machine.
   * @throws JournalError where another process is it and runs
   */
  async claimWriter(): Promise<void> {
    const token = randomUUID();
    const other = await this.commit(() => {
      const holder = this.meta.get('writer') as (Holder & { token: string }) | null | undefined;
      if (holder && isAlive(holder)) return holder;
      void this.meta.put('writer', { ...ourselves(), token });
      return null;
    });
    if (other !== null)
      throw new JournalError(
        `another ingest (process ${other.pid}) runs on the journal in ${this.path}. Stop it first, or set QIAO_DATA to another folder`,
      );
    this.held = token;
  }

  async releaseWriter(): Promise<void> {
    const { held } = this;
    if (held === null) return;
    this.held = null;
    await this.commit(() => {
      const holder = this.meta.get('writer') as { token: string } | null | undefined;
      if (holder?.token === held) void this.meta.put('writer', null);
    });
  }

  /**
   * Forgets entries up to a position that every reader has passed, chunk by chunk: the one in which
   * the position lies stays whole. Their space is used again.
   */
  async trim(upTo: Seq): Promise<void> {
    for (;;) {
      const keys = [...this.entries.getKeys({ end: upTo + 2, limit: TRIM_SLICE + 1 })];
      const last = keys.at(-1);
      if (last === undefined) return;
      // a chunk ends before the next begins
      if (keys.length <= TRIM_SLICE) {
        const chunk = this.entries.get(last);
        if (chunk === undefined || last + countOf(chunk) - 1 > upTo) keys.pop();
      } else keys.pop();
      if (keys.length === 0) return;
      await this.commit(() => {
        for (const key of keys) void this.entries.remove(key);
      });
    }
  }

  private commit<T>(work: () => T): Promise<T> {
    return commit(this.root, this.path, work);
  }

  async close(): Promise<void> {
    await this.releaseWriter().catch(() => {}); // on a full disk the process's end releases it
    await this.root.close();
  }
}
