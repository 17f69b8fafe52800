import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../config/contract/facts.ts';
import { caseId, sourceId } from '../../config/contract/ids.ts';
import { dead, entries, patrol } from '../store/facts.fixture.ts';
import { measured, order } from './facts.fixture.ts';
import { Journal } from './journal.ts';

const WATER = sourceId('water');
const HOTLINE = sourceId('12345');

let path: string;
let journal: Journal;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'qiao-journal-'));
  journal = new Journal(path, 'Asia/Shanghai');
});
afterEach(async () => {
  await journal.close();
  rmSync(path, { recursive: true });
});
const reopen = async () => {
  await journal.close();
  journal = new Journal(path, 'Asia/Shanghai');
};
const seqs = () => journal.read(0, 1_000_000).map((entry) => entry.seq);
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

describe('the journal', () => {
  it('numbers what is new, and counts what it has seen before', async () => {
    expect(await journal.append([measured(1), measured(2), measured(1)], 5)).toEqual([
      'stored',
      'stored',
      'duplicate',
    ]);
    expect(await journal.append([measured(2), measured(3)], 6)).toEqual(['duplicate', 'stored']);
    expect(journal.read(0, 10).map((e) => [e.seq, e.accepted, e.fact.id])).toEqual([
      [1, 5, 'reading:1'],
      [2, 5, 'reading:2'],
      [3, 6, 'reading:3'],
    ]);
    expect(journal.port(WATER)).toMatchObject({
      received: 5,
      stored: 3,
      duplicate: 2,
      rejected: 0,
      lastAt: 3000,
    });
  });

  it('knows of which cases anything was ever told, trimmed or not', async () => {
    const [hop] = order({}).facts;
    await journal.append([order({})], 5);
    await journal.trim(journal.head());
    expect(hop?.kind === 'hop' && journal.knows(hop.caseId)).toBe(true);
    expect(journal.knows(caseId('12345', 'never told', 0))).toBe(false);
  });

  it('gives back every kind of fact as it came', async () => {
    const facts: Fact[] = [
      ...order({ steps: [{ event: 'dispatch', minute: 1, note: '\u0000\n\n"’😀' }] }).facts,
      dead(1),
      patrol(1),
      ...measured(1, -0.5).facts,
      { ...patrol(4), details: { firm: '甲', hazard: 'major' }, photos: ['a', 'b'] },
    ];
    await journal.append([{ source: WATER, facts, rejected: false }], 7);
    const found = journal.read(0, 10);
    expect(found.map((entry) => entry.fact)).toEqual(
      expect.arrayContaining(entries(facts).map((entry) => entry.fact)),
    );
    expect(found).toHaveLength(facts.length);
  });

  it('keeps the same refusal of the same input once', async () => {
    const refused = (place: string) => ({
      source: WATER,
      facts: [{ ...dead(1), place }],
      rejected: true,
    });
    expect(await journal.append([refused('a:1'), refused('b:9')], 5)).toEqual([
      'rejected',
      'rejected',
    ]);
    expect(journal.head()).toBe(1);
  });

  it('moves the cursor with the records or not at all, and remembers positions', async () => {
    await journal.append([measured(1), measured(2)], 5, { name: 'city', value: 42 });
    await journal.setPending({ from: 1, to: 1 });
    await reopen();
    expect(journal.cursor('city')).toBe(42);
    expect(journal.pending()).toEqual({ from: 1, to: 1 });
    await journal.settle({ from: 1, to: 1 }, { from: 2, to: 2 });
    expect([journal.pending(), journal.position('store')]).toEqual([{ from: 2, to: 2 }, 1]);
    await journal.settle({ from: 2, to: 2 });
    expect([journal.pending(), journal.position('store')]).toEqual([null, 2]);
  });

  it('trims whole chunks behind its readers and keeps its head', async () => {
    await journal.append([1, 2, 3, 4].map(measured0), 5);
    await journal.append([5, 6].map(measured0), 5);
    await journal.trim(3);
    expect(seqs()).toEqual(upTo(6));
    await journal.trim(4);
    expect(seqs()).toEqual([5, 6]);
    expect(journal.read(5, 10).map((entry) => entry.seq)).toEqual([6]);
    await journal.trim(6);
    expect([seqs(), journal.head()]).toEqual([[], 6]);
    expect(await journal.append([measured(1), measured(9)], 6)).toEqual(['duplicate', 'stored']);
    expect(seqs()).toEqual([7]);
  });

  it('reads from any position, as much as is asked for', async () => {
    for (const size of [1, 700, 3, 1_200])
      await journal.append(
        upTo(size).map((n) => measured(journal.head() + n)),
        1,
      );
    const all = journal.read(0, 10_000);
    expect(all.map((entry) => entry.seq)).toEqual(upTo(1_904));
    fc.assert(
      fc.property(fc.nat(1_910), fc.nat(1_300), (after, limit) => {
        expect(journal.read(after, limit)).toEqual(all.slice(after, after + limit));
      }),
      { numRuns: 30 },
    );
    await journal.append(
      [1, 2, 3].map((n) => ({
        source: WATER,
        rejected: true,
        facts: [{ ...dead(n), raw: 'x'.repeat(60_000) }],
      })),
      1,
    );
    expect(journal.read(1_904, 10, 100_000)).toHaveLength(2);
  });

  it('counts what was first stored on each local day, beside what the upstream counted', async () => {
    const now = Date.parse('2026-11-23T12:00:00Z');
    await journal.append([order({ no: '1' }), order({ no: '2' })], now);
    await journal.append([order({ no: '2', category: 'other' }), order({ no: '1' })], now);
    await journal.append([{ source: HOTLINE, facts: [patrol(1)], rejected: false }], now);
    await journal.setTotal(HOTLINE, '2026-11-23', 'cases', 3);
    await journal.setTotal(HOTLINE, '2026-11-22', 'cases', 0);
    // 2026-03-09 20:00 in UTC is the 10th in Suzhou
    await journal.setTotal(sourceId('grid'), '2026-03-10', 'reports', 1);
    await reopen();
    expect(journal.totals(sourceId('grid'))).toEqual([
      { day: '2026-03-10', what: 'reports', upstream: 1, ours: 1 },
    ]);
    expect(journal.totals(HOTLINE)).toEqual([
      { day: '2026-11-23', what: 'cases', upstream: 3, ours: 2 },
      { day: '2026-11-22', what: 'cases', upstream: 0, ours: 0 },
    ]);
  });

  it('takes a report of the year 2099 without calling its port live or counting its day', async () => {
    const now = Date.UTC(2026, 10, 23);
    const report = (n: number, at: number) => ({
      source: HOTLINE,
      facts: [{ ...patrol(n), source: HOTLINE, at }],
      rejected: false,
    });
    const future = Date.UTC(2099, 0, 1);
    await journal.append([report(1, now - 1), report(2, future), report(3, now - 2)], now);
    expect(journal.port(HOTLINE)).toMatchObject({ stored: 3, lastAt: now - 1 });
    await journal.setTotal(HOTLINE, '2026-11-23', 'reports', 2);
    await journal.setTotal(HOTLINE, '2099-01-01', 'reports', 1);
    expect(journal.totals(HOTLINE)).toMatchObject([{ ours: 0 }, { day: '2026-11-23', ours: 2 }]);
  });

  it('keeps the totals of seven days, and counts of a month', async () => {
    for (const day of upTo(40).toReversed()) {
      const date = `2026-${day > 30 ? '05' : '04'}-${String(((day - 1) % 30) + 1).padStart(2, '0')}`;
      await journal.setTotal(WATER, date, 'orders', day);
    }
    expect(journal.totals(WATER).map((total) => total.upstream)).toEqual([
      40, 39, 38, 37, 36, 35, 34,
    ]);
  });

  it('reconciles for any sequence of batches: received = stored + duplicate + rejected', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(fc.nat(20), fc.nat(2)), { maxLength: 8 }), { maxLength: 6 }),
        async (batches) => {
          const before = journal.port(WATER);
          const head = journal.head();
          const seen = seqs().length;
          await Promise.all(
            batches.map((batch) =>
              journal.append(
                batch.map(([n, value]) => measured(n, value)),
                1,
              ),
            ),
          );
          const after = journal.port(WATER);
          expect(after.received - before.received).toBe(batches.flat().length);
          expect(after.received).toBe(after.stored + after.duplicate + after.rejected);
          expect(seqs().length - seen).toBe(journal.head() - head);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is all there or not at all where an append fails within', async () => {
    const broken = { source: WATER, facts: [null as unknown as Fact], rejected: false };
    await expect(journal.append([measured(1), broken], 1)).rejects.toThrow(TypeError);
    expect([journal.head(), journal.port(WATER).received]).toEqual([0, 0]);
    // and is nobody else's fault who waited for the same commit
    const together = [[measured(1)], [measured(2), broken], [measured(3), measured(1)]];
    const outcomes = await Promise.allSettled(together.map((each) => journal.append(each, 1)));
    expect(outcomes).toMatchObject([
      { value: ['stored'] },
      { reason: expect.any(TypeError) },
      { value: ['stored', 'duplicate'] },
    ]);
    expect(journal.port(WATER)).toMatchObject({ received: 3, stored: 2, duplicate: 1 });
  });

  it('says what to do about a journal of another format', async () => {
    const other = mkdtempSync(join(tmpdir(), 'qiao-journal-'));
    const root = open({ path: other, maxDbs: 4 });
    await root.openDB({ name: 'meta' }).put('head', 5);
    await root.close();
    expect(() => new Journal(other)).toThrow(/format 1, this version reads format 3/);
    rmSync(other, { recursive: true });
  });
});

const measured0 = (n: number) => measured(n);

describe('of several processes', () => {
  const script = join(import.meta.dirname, 'append-until-killed.fixture.ts');
  const start = (args: string[]): ChildProcess =>
    spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

  it('all may append; what was acknowledged is there when one is killed, and nothing twice', async () => {
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      const child = start([script, path, String(1_000_000 * (round + 1))]);
      const acks: number[] = [];
      child.stdout?.on('data', (text: Buffer) => {
        acks.push(...text.toString().trim().split('\n').map(Number));
        if (acks.length > 30) child.kill('SIGKILL');
      });
      await once(child, 'exit');
      await journal.append([measured(round)], 1);
      const stored = new Set(journal.read(0, 1_000_000).map((e) => e.fact.id));
      for (const n of acks) expect(stored.has(`reading:${n}`)).toBe(true);
      acknowledged += acks.length;
    }
    expect(seqs()).toEqual(upTo(journal.head()));
    expect(journal.head()).toBeGreaterThanOrEqual(acknowledged);
    expect(journal.port(WATER)).toMatchObject({ stored: journal.head() });
  });

  it('one carries entries to the store, until it ends', async () => {
    const child = start([join(import.meta.dirname, 'hold-writer.fixture.ts'), path]);
    await once(child.stdout!, 'data');
    await expect(journal.claimWriter()).rejects.toThrow(`another ingest (process ${child.pid})`);
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    await journal.claimWriter();
    await journal.releaseWriter();
    await journal.claimWriter();
  });
});
