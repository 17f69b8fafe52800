import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { order } from './facts.fixture.ts';
import { Journal } from './journal.ts';
import type { Offer } from './offer.ts';

/**
 * `npm run bench -- history [RECORDS] [unordered]`: what a record costs the journal when it is empty
 * and when it remembers RECORDS of them (20 million unless told): a new order, one told again in an
 * export of its time, and one told again from anywhere in the past. Numbers grow with time, as upstreams number their orders; `unordered`
 * takes numbers without any order, the worst that an upstream can do.
 */
const RECORDS = Number(process.argv[2] ?? 20_000_000);
const unordered = process.argv[3] === 'unordered';
const COMMIT = 2_000;
const MEASURED = 100_000;

const numbered = (n: number): string => {
  const serial = String(26_000_000_000 + n);
  return unordered ? createHash('sha256').update(serial).digest('hex').slice(0, 24) : serial;
};
const offer = (n: number): Offer => order({ no: numbered(n) });

const folder = mkdtempSync(join(tmpdir(), 'qiao-history-'));
const journal = new Journal(folder, 'Asia/Shanghai');
let known = 0;

async function add(count: number): Promise<void> {
  for (const end = known + count; known < end; ) {
    const offers = Array.from({ length: COMMIT }, (_, n) => offer(known + n));
    await journal.append(offers, Date.now());
    known += COMMIT;
    await journal.trim(journal.head() - COMMIT);
  }
}

/** Orders of before, told again: exports of some time each, or each order from anywhere. */
async function repeat(count: number, scattered: boolean): Promise<void> {
  for (let n = 0; n < count; n += COMMIT) {
    const pick = () => Math.floor(Math.random() * (known - COMMIT));
    const from = pick();
    const offers = Array.from({ length: COMMIT }, (_, k) => offer(scattered ? pick() : from + k));
    const outcomes = await journal.append(offers, Date.now());
    if (outcomes.some((outcome) => outcome !== 'duplicate')) throw new Error('a repeat was stored');
  }
}

interface Cost {
  /** Microseconds a record, of the clock and of the processor. */
  wall: number;
  cpu: number;
}
async function cost(work: (count: number) => Promise<void>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work(MEASURED);
  const { user, system } = process.cpuUsage(cpu);
  return {
    wall: ((performance.now() - start) * 1000) / MEASURED,
    cpu: (user + system) / MEASURED,
  };
}

const told = (before: Cost, after: Cost): string =>
  `${before.cpu.toFixed(1)} → ${after.cpu.toFixed(1)} µs of the processor (${(after.cpu / before.cpu).toFixed(2)}), ${before.wall.toFixed(1)} → ${after.wall.toFixed(1)} µs of the clock`;

const measured = async () => ({
  add: await cost(add),
  exported: await cost((count) => repeat(count, false)),
  scattered: await cost((count) => repeat(count, true)),
});

await add(MEASURED); // compiled before it is measured
await repeat(MEASURED, true);
const empty = await measured();
await add(Math.max(0, RECORDS - known));
const full = await measured();
const size = statSync(join(folder, 'data.mdb')).size / 2 ** 30;
await journal.close();
rmSync(folder, { recursive: true });
console.log(
  `history, 0 → ${(RECORDS / 1e6).toFixed(1)} million records${unordered ? ', numbers without order' : ''}: a new record ${told(empty.add, full.add)}; told again in an export ${told(empty.exported, full.exported)}; told again from anywhere ${told(empty.scattered, full.scattered)}; ${size.toFixed(2)} GiB`,
);
