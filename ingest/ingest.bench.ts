import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { DAY } from '../config/contract/zone.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import { freePorts } from '../config/running.fixture.ts';
import { newSecret, VaultKeys } from '../config/vault/keys.ts';
import { Sealer } from '../config/vault/seal.ts';
import { createCity } from './city/city.ts';
import { watchDisk } from './intake/disk-guard.ts';
import { createHealthBook } from './intake/health.ts';
import { createIntake, type Received } from './intake/intake.ts';
import { Journal } from './journal/journal.ts';
import { cpuOf } from './load/cpu-of.ts';
import type { CaseDraft } from './pipeline/draft.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { BatchColumns, type Body, insertBody, migrate, type Store } from './store/index.ts';
import { RunningStore } from './store/running.fixture.ts';
import { startWriterThread } from './store/start-writer-thread.ts';

/**
 * `npm run bench -- ingest [ROWS]`: whole orders of 18 columns with up to five hops each, as JSON text,
 * from parsing that text to everything settled in the store: pipeline, durable deduplicated journal,
 * writer, all tables, current state and rollups. A row is a hop; what masks hide is sealed and stored as
 * well, and not counted. Beside it, in turns, the same hops
 * already encoded as Arrow into the same tables of an engine of their own, in batches of the same
 * size and with the same durability. Processor time is told for both processes.
 */
const ROWS = Number(process.argv[2] ?? 300_000);
const ROUNDS = 3;
const HOPS = 5;
/** Orders of one push or one slice of an export. */
const PUSH = 500;
/** Pushes on their way at once. */
const SENDERS = 4;
const BATCH = 20_000;

const deployment = loadDeployment('huangqiao');
const birth = Date.UTC(2026, 0, 1);
const sealer = new Sealer(new VaultKeys({ text: `a:${newSecret()}` }), 'aes-256-gcm', 'a key');

/** Orders as an export tells them: each once, with all its hops. */
function ordersAsText(): { texts: string[]; hops: number } {
  const city = createCity({ deployment, seed: 7, scale: 40, detailFrom: birth, incidents: [] });
  const orders = new Map<string, CaseDraft>();
  let hops = 0;
  for (let from = birth - 60 * DAY; hops < ROWS; from += DAY)
    for (const { draft } of city.between(from, from + DAY)) {
      if (draft.kind !== 'case') continue;
      const key = `${draft.source}:${draft.upstreamNo}:${draft.redo}`;
      const known = orders.get(key);
      if (known && known.hops.length >= HOPS) continue;
      if (known) known.hops.push(...draft.hops);
      else orders.set(key, { ...draft, hops: [...draft.hops] });
      hops++;
    }
  return { texts: [...orders.values()].map((order) => JSON.stringify(order)), hops };
}

interface Run {
  rows: number;
  seconds: number;
  /** Microseconds of processor time a row, of this process and of the store's. */
  own: number;
  engine: number;
}

async function timed(store: RunningStore, work: () => Promise<number>): Promise<Run> {
  const before = { own: cpuOf(process.pid), engine: cpuOf(store.pid) };
  const start = performance.now();
  const rows = await work();
  const seconds = (performance.now() - start) / 1000;
  return {
    rows,
    seconds,
    own: (cpuOf(process.pid) - before.own) / rows,
    engine: (cpuOf(store.pid) - before.engine) / rows,
  };
}

/** From the first text parsed to the last batch settled in the store; and what the store was given. */
async function ours(running: RunningStore, texts: readonly string[], hops: number) {
  const folder = mkdtempSync(join(tmpdir(), 'qiao-bench-'));
  const journal = new Journal(folder, deployment.zone);
  const pipeline = createPipeline(deployment, 'a key for the benchmark', undefined, sealer);
  const log = pino({ level: 'silent' });
  const disk = await watchDisk({ folder, leastFree: 1, log });
  const book = createHealthBook(Date.now);
  const intake = createIntake({ journal, pipeline, disk, book, machine: Date.now });
  const target = running.target('writer');
  const writer = startWriterThread({ path: folder, target, zone: deployment.zone });
  while (!writer.up()) await sleep(5);
  const run = await timed(running, async () => {
    const taking: Promise<unknown>[] = [];
    for (let from = 0; from < texts.length; from += PUSH) {
      const records = texts.slice(from, from + PUSH).map((text): Received => {
        const draft = JSON.parse(text) as CaseDraft;
        return { draft, origin: { source: draft.source, place: 'bench', raw: () => text } };
      });
      if (taking.length === SENDERS) await taking.shift();
      taking.push(intake.take(records));
    }
    await Promise.all(taking);
    while (journal.position('store') < journal.head()) await sleep(5);
    return hops;
  });
  await writer.stop();
  const bodies: Body[] = [];
  let stored = 0;
  for (let after = 0; after < journal.head(); after += BATCH) {
    const columns = new BatchColumns();
    const entries = journal.read(after, BATCH);
    stored += entries.filter(({ fact }) => fact.kind === 'hop').length;
    columns.add(entries);
    bodies.push(...columns.bodies());
  }
  if (stored !== hops) throw new Error(`${stored} hops are stored, not ${hops}`);
  disk.stop();
  await journal.close();
  rmSync(folder, { recursive: true });
  return { run, bodies };
}

/** The engine alone: encoded beforehand, one insert after another. */
async function raw(running: RunningStore, bodies: readonly Body[], rows: number): Promise<Run> {
  const store: Store = running.connect('writer');
  await migrate(store, deployment.zone);
  return await timed(running, async () => {
    for (const [n, body] of bodies.entries()) await insertBody(store, body, `raw:${n}`);
    return rows;
  });
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const told = (runs: Run[]) => {
  const rate = Math.round(median(runs.map((run) => run.rows / run.seconds)));
  const own = median(runs.map((run) => run.own)).toFixed(1);
  const engine = median(runs.map((run) => run.engine)).toFixed(1);
  return `${rate} rows/s, processor ${own} µs a row + ${engine} in the store`;
};

const { texts, hops } = ordersAsText();
const port = await freePorts();
const runs: { ours: Run[]; raw: Run[] } = { ours: [], raw: [] };
for (let round = 0; round < ROUNDS; round++) {
  const one = await new RunningStore(port).start();
  const { run, bodies } = await ours(one, texts, hops);
  runs.ours.push(run);
  await one.remove();
  const other = await new RunningStore(port).start();
  runs.raw.push(await raw(other, bodies, run.rows));
  await other.remove();
}
const ratio = median(runs.ours.map((run, n) => (runs.raw[n] as Run).seconds / run.seconds));
const [first] = runs.ours as [Run];
console.log(
  `ingest: ${told(runs.ours)}; the engine fed with ready Arrow: ${told(runs.raw)}; ratio ${ratio.toFixed(2)} (${texts.length} orders, ${(first.rows / texts.length).toFixed(1)} hops each)`,
);
