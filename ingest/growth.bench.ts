import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import { type SourceId, sourceId } from '../config/contract/ids.ts';
import { HOUR } from '../config/contract/zone.ts';
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
import { createPipeline } from './pipeline/pipeline.ts';
import { RunningStore } from './store/running.fixture.ts';
import { startWriterThread } from './store/start-writer-thread.ts';

/**
 * `npm run bench -- growth [RECORDS]`: what a record costs on its whole way, from its JSON text through
 * pipeline, journal and writer until the store has settled it, while history grows from nothing to
 * RECORDS (20 million unless told). Processor time of this process and of the store's, merges in the
 * background included; what the city itself takes to invent is outside the time. The first and the last
 * tenth of the way are compared.
 */
const RECORDS = Number(process.argv[2] ?? 20_000_000);
const PORTION = Math.max(10_000, Math.floor(RECORDS / 100));
const PUSH = 500;
/** Pushes on their way at once. */
const SENDERS = 4;
const BIRTH = Date.UTC(2021, 0, 1);

const deployment = loadDeployment('huangqiao');
const city = createCity({
  deployment,
  seed: 7,
  scale: 40,
  detailFrom: BIRTH,
  incidents: [],
});
const folder = mkdtempSync(join(tmpdir(), 'qiao-growth-'));
const store = await new RunningStore(await freePorts()).start();
const journal = new Journal(folder, deployment.zone);
const sealer = new Sealer(new VaultKeys({ text: `a:${newSecret()}` }), 'aes-256-gcm', 'a key');
const pipeline = createPipeline(deployment, 'a key for the benchmark', undefined, sealer);
const disk = await watchDisk({ folder, leastFree: 1, log: pino({ level: 'silent' }) });
const book = createHealthBook(Date.now);
const intake = createIntake({ journal, pipeline, disk, book, machine: Date.now });
const writer = startWriterThread({
  path: folder,
  target: store.target('writer'),
  zone: deployment.zone,
});
while (!writer.up()) await sleep(5);

interface Told {
  source: SourceId;
  text: string;
}
function* told(): Generator<Told> {
  for (let from = BIRTH; ; from += HOUR)
    for (const { draft } of city.between(from, from + HOUR))
      yield { text: JSON.stringify(draft), source: sourceId(draft.source) };
}
const texts = told();
const portion = () => Array.from({ length: PORTION }, () => texts.next().value as Told);

/** Microseconds of processor time a record. */
interface Cost {
  own: number;
  engine: number;
}

async function take(records: readonly Told[]): Promise<Cost> {
  const before = { own: cpuOf(process.pid), engine: cpuOf(store.pid) };
  const taking: Promise<unknown>[] = [];
  for (let from = 0; from < records.length; from += PUSH) {
    const received = records.slice(from, from + PUSH).map(({ source, text }): Received => {
      const draft: unknown = JSON.parse(text);
      return { draft, origin: { source, place: 'bench', raw: () => text } };
    });
    if (taking.length === SENDERS) await taking.shift();
    taking.push(intake.take(received));
  }
  await Promise.all(taking);
  while (journal.position('store') < journal.head()) await sleep(5);
  await journal.trim(journal.position('store'));
  return {
    own: (cpuOf(process.pid) - before.own) / records.length,
    engine: (cpuOf(store.pid) - before.engine) / records.length,
  };
}

const mean = (of: readonly Cost[]): Cost => ({
  own: of.reduce((sum, cost) => sum + cost.own, 0) / of.length,
  engine: of.reduce((sum, cost) => sum + cost.engine, 0) / of.length,
});
const both = (cost: Cost) => cost.own + cost.engine;
const shown = (cost: Cost) => `${both(cost).toFixed(1)} (${cost.engine.toFixed(1)} in the store)`;

await take(portion()); // compiled before it is measured
const tenths: Cost[] = [];
for (let tenth = 1; tenth <= 10; tenth++) {
  const costs: Cost[] = [];
  for (let n = 0; n < RECORDS / 10; n += PORTION) costs.push(await take(portion()));
  tenths.push(mean(costs));
  console.log(
    `  ${((RECORDS * tenth) / 1e7).toFixed(1)} million: ${shown(mean(costs))} µs a record`,
  );
}
const [first, last] = [tenths[0] as Cost, tenths.at(-1) as Cost];

await writer.stop();
disk.stop();
await journal.close();
await store.remove();
rmSync(folder, { recursive: true });
console.log(
  `growth, 0 → ${(RECORDS / 1e6).toFixed(1)} million records: ${shown(first)} → ${shown(last)} µs of the processor a record (ratio ${(both(last) / both(first)).toFixed(2)})`,
);
