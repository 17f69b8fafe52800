import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../config/contract/facts.ts';
import { gridId, sourceId, stationId } from '../../config/contract/ids.ts';
import { Journal, type Offer } from './journal.ts';

const reading = (n: number, value = 1): Reading => ({
  kind: 'reading',
  id: `reading:${n}`,
  source: sourceId('water'),
  station: stationId('s1'),
  factor: '39',
  at: n * 1000,
  interval: 'realtime',
  value,
  unit: 'm',
  flag: 'N',
});
const offer = (n: number, value = 1): Offer => ({
  source: sourceId('water'),
  facts: [reading(n, value)],
  rejected: false,
});

let path: string;
let journal: Journal;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'qiao-journal-'));
  journal = new Journal(path);
});
afterEach(async () => {
  await journal.close();
  rmSync(path, { recursive: true });
});

describe('the journal', () => {
  it('numbers what is new, and counts what it has seen before', async () => {
    expect(await journal.append([offer(1), offer(2), offer(1)], 5)).toEqual([
      'stored',
      'stored',
      'duplicate',
    ]);
    expect(await journal.append([offer(2), offer(3)], 6)).toEqual(['duplicate', 'stored']);
    expect(journal.read(0, 10).map((e) => [e.seq, e.fact.id])).toEqual([
      [1, 'reading:1'],
      [2, 'reading:2'],
      [3, 'reading:3'],
    ]);
    expect(journal.port(sourceId('water'))).toMatchObject({
      received: 5,
      stored: 3,
      duplicate: 2,
      rejected: 0,
      lastAt: 3000,
    });
  });

  it('keeps a contradiction as a dead letter, once', async () => {
    await journal.append([offer(1, 1)], 5);
    expect(await journal.append([offer(1, 2)], 6)).toEqual(['rejected']);
    expect(await journal.append([offer(1, 2)], 7)).toEqual(['duplicate']);
    expect(journal.read(0, 10).map((e) => e.fact.kind)).toEqual(['reading', 'dead']);
  });

  it('adds a changed hop as an amendment, so that nothing is counted twice', async () => {
    const hop = {
      kind: 'hop' as const,
      id: 'c/1',
      caseId: 'c' as never,
      source: sourceId('12345'),
      upstreamNo: '1',
      redo: 0,
      event: 'report' as const,
      at: 1,
      order: 0,
      receivedAt: 1,
      dueAt: null,
      channel: 'phone' as const,
      type: 'help' as const,
      urgency: 'normal' as const,
      category: ['a', '', '', ''] as const,
      grid: gridId(''),
      community: '',
      unit: '' as never,
      actor: '',
      note: '',
      lon: null,
      lat: null,
      solved: null,
      text: null,
      flags: [],
    };
    const changed = { ...hop, category: ['b', '', '', ''] as const };
    await journal.append([{ source: hop.source, facts: [hop], rejected: false }], 5);
    await journal.append([{ source: hop.source, facts: [changed], rejected: false }], 6);
    await journal.append([{ source: hop.source, facts: [changed], rejected: false }], 7);
    expect(
      journal.read(0, 9).map((e) => (e.fact.kind === 'hop' ? [e.fact.event, e.fact.at] : null)),
    ).toEqual([
      ['report', 1],
      ['amend', 6],
    ]);
  });

  it('moves the cursor with the records or not at all, and remembers positions', async () => {
    await journal.append([offer(1)], 5, { name: 'city', value: 42 });
    await journal.setPending({ from: 1, to: 1 });
    await journal.close();
    journal = new Journal(path);
    expect(journal.cursor('city')).toBe(42);
    expect(journal.pending()).toEqual({ from: 1, to: 1 });
    await journal.settle({ from: 1, to: 1 });
    expect([journal.pending(), journal.position('store')]).toEqual([null, 1]);
  });

  it('trims behind its readers and keeps its head', async () => {
    await journal.append(
      [1, 2, 3, 4].map((n) => offer(n)),
      5,
    );
    await journal.trim(3);
    expect(journal.read(0, 10).map((e) => e.seq)).toEqual([4]);
    await journal.trim(4);
    expect(journal.head()).toBe(4);
    expect(await journal.append([offer(1), offer(9)], 6)).toEqual(['duplicate', 'stored']);
    expect(journal.head()).toBe(5);
  });

  it('reconciles for any sequence of batches: received = stored + duplicate + rejected', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.tuple(fc.nat(20), fc.nat(2)), { maxLength: 8 }), { maxLength: 6 }),
        async (batches) => {
          const before = journal.port(sourceId('water'));
          const head = journal.head();
          const seen = journal.read(0, 10_000).length;
          for (const batch of batches)
            await journal.append(
              batch.map(([n, v]) => offer(n, v)),
              1,
            );
          const after = journal.port(sourceId('water'));
          expect(after.received - before.received).toBe(batches.flat().length);
          expect(after.received).toBe(after.stored + after.duplicate + after.rejected);
          expect(journal.read(0, 10_000).length - seen).toBe(journal.head() - head);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('loses nothing acknowledged when its process is killed, and lets others append meanwhile', async () => {
    const script = join(import.meta.dirname, 'append-until-killed.fixture.ts');
    let acknowledged = 0;
    for (let round = 0; round < 3; round++) {
      const child: ChildProcess = spawn(
        process.execPath,
        ['--import', 'tsx', script, path, String(1_000_000 * (round + 1))],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const acks: number[] = [];
      await new Promise<void>((resolve) => {
        child.stdout?.on('data', (text: Buffer) => {
          acks.push(...text.toString().trim().split('\n').map(Number));
          if (acks.length > 30) child.kill('SIGKILL');
        });
        child.on('exit', () => resolve());
      });
      await journal.append([offer(round)], 1);
      const stored = new Set(journal.read(0, 1_000_000).map((e) => e.fact.id));
      for (const n of acks) expect(stored.has(`reading:${n}`)).toBe(true);
      acknowledged += acks.length;
    }
    const seqs = journal.read(0, 1_000_000).map((e) => e.seq);
    expect(seqs).toEqual(seqs.map((_, i) => i + 1));
    expect(seqs.length).toBeGreaterThanOrEqual(acknowledged);
  });
});
