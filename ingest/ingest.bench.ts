import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { Entry, FactKind } from '../config/contract/facts.ts';
import { DAY } from '../config/contract/zone.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import { freePorts } from '../config/running.fixture.ts';
import { createCity } from './city/city.ts';
import { Journal } from './journal/journal.ts';
import type { Draft } from './pipeline/draft.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { encodeArrow, insertBytes, migrate, type Store } from './store/index.ts';
import { RunningStore } from './store/running.fixture.ts';
import { startWriter } from './store/writer.ts';

/**
 * Records of the synthetic city from draft to stored: pipeline, durable journal, writer, all tables,
 * current state and rollups. Beside it, in turns, the same facts already encoded as Arrow into the same
 * tables of an engine of their own, in batches of the same size and with the same durability.
 */
const FACTS = Number(process.argv[2] ?? 200_000);
const ROUNDS = 3;
const BATCH = 20_000;

const deployment = loadDeployment('huangqiao');
const birth = Date.UTC(2026, 0, 1);

function drafts(): Draft[] {
  const city = createCity({ deployment, seed: 7, scale: 20, detailFrom: birth, incidents: [] });
  const found: Draft[] = [];
  for (let from = birth - 60 * DAY; found.length < FACTS; from += DAY)
    for (const { draft } of city.between(from, from + DAY))
      if (draft.kind !== 'reading') found.push(draft);
  return found.slice(0, FACTS);
}

/** Rows a second from the first draft to the last batch settled in the store; the entries as well. */
async function ours(
  store: Store,
  records: readonly Draft[],
): Promise<{ rate: number; entries: Entry[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'qiao-bench-'));
  const journal = new Journal(folder);
  const pipeline = createPipeline(deployment, 'a key for the benchmark');
  const log = pino({ level: 'silent' });
  const start = performance.now();
  const writer = await startWriter({ journal, store, zone: deployment.zone, log });
  let committing: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < records.length; from += 4_000) {
    const offers = records.slice(from, from + 4_000).map((draft) => {
      const source = draft.kind === 'alert' ? 'analytics' : draft.source;
      return pipeline.take(draft, { source, place: 'bench', raw: () => '' }, birth);
    });
    await committing; // as the import does: one commit under way while the next batch is prepared
    committing = journal.append(offers, Date.now());
  }
  await committing;
  while (journal.position('store') < journal.head()) await sleep(5);
  const seconds = (performance.now() - start) / 1000;
  await writer.stop();
  const entries = journal.read(0, Number.MAX_SAFE_INTEGER);
  await journal.close();
  rmSync(folder, { recursive: true });
  return { rate: entries.length / seconds, entries };
}

/** Rows a second of the engine alone: encoded beforehand, one insert after another. */
async function raw(store: Store, entries: readonly Entry[]): Promise<number> {
  await migrate(store, deployment.zone);
  const batches: { kind: FactKind; bytes: Uint8Array }[] = [];
  for (let from = 0; from < entries.length; from += BATCH) {
    const slice = entries.slice(from, from + BATCH);
    for (const kind of new Set(slice.map((entry) => entry.fact.kind)))
      batches.push({
        kind,
        bytes: encodeArrow(
          kind,
          slice.filter((entry) => entry.fact.kind === kind),
        ),
      });
  }
  const start = performance.now();
  for (const [n, { kind, bytes }] of batches.entries())
    await insertBytes(store, kind, 'ArrowStream', bytes, `raw:${n}`);
  return entries.length / ((performance.now() - start) / 1000);
}

const records = drafts();
const port = await freePorts();
const rates: { ours: number; raw: number }[] = [];
for (let round = 0; round < ROUNDS; round++) {
  const one = await new RunningStore(port).start();
  const { rate, entries } = await ours(one.connect('writer'), records);
  await one.remove();
  const other = await new RunningStore(port).start();
  rates.push({ ours: rate, raw: await raw(other.connect('writer'), entries) });
  await other.remove();
}
const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
const rate = median(rates.map((each) => each.ours));
const ratio = median(rates.map((each) => each.ours / each.raw));
console.log(
  `ingest: ${Math.round(rate)} rows/s (ratio to the engine fed with ready Arrow, ${Math.round(median(rates.map((each) => each.raw)))} rows/s: ${ratio.toFixed(2)})`,
);
