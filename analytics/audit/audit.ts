import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { AuditAct, AuditEntry, AuditPage, AuditRow } from '../../config/contract/audit.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { type Digest, digestOf, type Link, link, NONE, rowOf } from './chain.ts';
import type { Anchor } from './verify.ts';

/** Which rows are wanted; what is absent does not narrow. */
export interface AuditFilter {
  act?: AuditAct;
  who?: string;
  target?: string;
  /** Recorded from then on, and before then. */
  from?: Millis;
  to?: Millis;
}

/** Rows looked at for one page: a rare act among millions is looked for a part at a time. */
const LOOKED = 50_000;

const fits = (row: AuditRow, { act, who, target, from, to }: AuditFilter): boolean =>
  (act === undefined || row.act === act) &&
  (who === undefined || row.who === who) &&
  (target === undefined || row.target === target) &&
  (from === undefined || row.at >= from) &&
  (to === undefined || row.at < to);

/** null: it was tampered with until it says nothing; `verifyChain` tells where. */
function readable(kept: Link): AuditRow | null {
  try {
    return rowOf(kept);
  } catch {
    return null;
  }
}

/** LMDB takes keys up to 1,978 bytes. */
const keyOf = (target: string): string =>
  target.length <= 400 ? target : `#${digestOf(target, 'sha256')}`;

/**
 * What was done, by whom, when and why: a chain of rows in `<data>/audit`, each holding the hash of the
 * one before. Rows are added only, and kept as long as the folder: there is no way to remove one.
 *
 * `record` resolves once LMDB has flushed the row and its place in the chain in one commit. So an act
 * that waits for it is never done without its row; after kill -9 a row is there whole or not at all.
 * Several processes (replicas of the gateway, a command line) may record at once: LMDB serialises them.
 */
export class Audit {
  private readonly root: RootDatabase;
  private readonly links: Database<Link, number>;
  /** `once` of an act → its row. */
  private readonly known: Database<number, string>;
  /** Rows by what they were done to, in order. */
  private readonly targets: Database<true, [target: string, seq: number]>;
  /** The newest row beside the chain: one that loses its tail shows it at once. */
  private readonly heads: Database<Anchor, string>;

  /** @param data data folder of the installation */
  constructor(
    data: string,
    private readonly now: () => Millis,
    private readonly digest: Digest = 'sha256',
  ) {
    const path = join(data, 'audit');
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // a commit is on disk when it resolves, and begins at once
    this.root = open({ path, overlappingSync: false, eventTurnBatching: false, maxDbs: 4 });
    this.links = this.root.openDB({ name: 'links' });
    this.known = this.root.openDB({ name: 'known' });
    this.targets = this.root.openDB({ name: 'targets' });
    this.heads = this.root.openDB({ name: 'heads' });
  }

  /**
   * Makes an act durable. Wait for it before the act takes effect; where it rejects, do not act.
   * @param once a number that its sender gave the act: told again, the first row is answered
   * @throws where nothing could be written (e.g. the disk is full)
   */
  async record(entry: AuditEntry, once?: string): Promise<AuditRow> {
    const kept = await this.root.transaction(() => {
      const before = once === undefined ? undefined : this.known.get(once);
      const found = before === undefined ? undefined : this.links.get(before);
      if (found) return found;
      const head = this.head();
      const previous = this.links.get(head)?.hash ?? NONE;
      const made = link(entry, head + 1, this.now(), previous, this.digest);
      void this.links.put(head + 1, made);
      if (entry.target !== '') void this.targets.put([keyOf(entry.target), head + 1], true);
      void this.heads.put('newest', { seq: head + 1, hash: made.hash });
      if (once !== undefined) void this.known.put(once, head + 1);
      return made;
    });
    return rowOf(kept);
  }

  /** Newest row; 0: none. */
  head(): number {
    const [newest = 0] = this.links.getKeys({ reverse: true, limit: 1 });
    return newest;
  }

  /** At most `limit` rows, newest first, from before row `before` where that is given. */
  page(limit: number, before = Number.MAX_SAFE_INTEGER, filter: AuditFilter = {}): AuditPage {
    const rows: AuditRow[] = [];
    const head = this.head();
    let [next, looked] = [before, 0];
    for (const [place, kept] of this.newest(before, filter.target)) {
      if (rows.length === limit || looked++ === LOOKED) return { rows, head, next };
      next = place;
      const row = readable(kept);
      if (row && fits(row, filter)) rows.push(row);
    }
    return { rows, head, next: null };
  }

  private *newest(before: number, target: string | undefined): Generator<[number, Link]> {
    if (target === undefined) {
      for (const { key, value } of this.links.getRange({ start: before - 1, reverse: true }))
        yield [key, value];
      return;
    }
    const key = keyOf(target);
    for (const [, seq] of this.targets.getKeys({
      start: [key, before - 1],
      end: [key, 0],
      reverse: true,
    })) {
      const kept = this.links.get(seq);
      if (kept) yield [seq, kept];
    }
  }

  /** Every link as it lies there, by its place, oldest first. */
  *chain(): Generator<[place: number, kept: Link]> {
    for (const { key, value } of this.links.getRange({})) yield [key, value];
  }

  /** What the newest row was when it was recorded; null: none was. */
  anchor(): Anchor | null {
    return this.heads.get('newest') ?? null;
  }

  close(): Promise<void> {
    return this.root.close();
  }
}
