import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { liveClock, timeOf } from '../config/contract/clock.ts';
import type { Millis } from '../config/contract/ids.ts';
import { credentials } from '../config/credentials.ts';
import { loadDeployment, loadPorts } from '../config/deployment/load.ts';
import { env } from '../config/env.ts';
import { onStop, tellReady } from '../config/lifecycle.ts';
import { createLog } from '../config/log.ts';
import { portKeys } from '../config/port-keys.ts';
import { VaultError } from '../config/vault/keys.ts';
import { openVault, type Vault } from '../config/vault/vault.ts';
import { createCity } from './city/city.ts';
import { loadIncidents } from './city/incidents.ts';
import { startFeed } from './feed/server.ts';
import { watchDisk } from './intake/disk-guard.ts';
import { createHealthBook } from './intake/health.ts';
import { insist } from './intake/insist.ts';
import { createIntake } from './intake/intake.ts';
import { Journal, JournalError } from './journal/journal.ts';
import { tallyOf } from './journal/tally.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { type CityPort, cityBirth, startCity } from './sources/city/receive.ts';
import { openPorts } from './sources/open-ports.ts';
import { clockOf, statusOf } from './status.ts';
import { connect, storeTarget } from './store/index.ts';
import { startWriterThread } from './store/start-writer-thread.ts';
import type { Writer } from './store/writer.ts';

function taken(error: NodeJS.ErrnoException & { port?: number }): never {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`ingest: port ${error.port} is taken. Set QIAO_PORT to another number`);
  process.exit(1);
}

/** A journal that is not ours to use is a mistake to be mended, not bad luck. */
function unusable(error: unknown): never {
  if (!(error instanceof JournalError)) throw error;
  console.error(`ingest: ${error.message}`);
  process.exit(1);
}

function openJournal(zone: string): Journal {
  try {
    return new Journal(join(env.data, 'journal'), zone, deploymentTime);
  } catch (error) {
    return unusable(error);
  }
}

function unlockVault(): Vault {
  try {
    const opened = openVault(env);
    if (opened.demo && env.originals)
      console.error(
        `ingest: personal data are sealed with DEMO keys that lie beside them (${opened.keyFile}). Before real data come, set QIAO_VAULT_KEYS or QIAO_VAULT_KEY_FILE.`,
      );
    return opened;
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    console.error(`ingest: ${error.message}`);
    process.exit(1);
  }
}

let city: CityPort | null = null;
/** A synthetic city may be ahead of the machine. */
function deploymentTime(machine: Millis): Millis {
  return timeOf(city?.clock() ?? liveClock(machine), machine);
}

const log = createLog('ingest');
const deployment = loadDeployment(env.deployment);
const settings = loadPorts(env.deployment, env.data);
const secrets = credentials(env.data);
const journal = openJournal(deployment.zone);
const vault = unlockVault();
const pipeline = createPipeline(
  deployment,
  vault.hashKey,
  deploymentTime,
  env.originals ? vault.sealer : null,
);
const disk = await watchDisk({ folder: env.data, leastFree: settings.leastFreeBytes, log });
const book = createHealthBook(Date.now);
const intake = createIntake({ journal, pipeline, disk, book, machine: Date.now });
const target = storeTarget(env, 'writer');
const store = connect(storeTarget(env, 'reader'));

const CLAIM_MS = 1_000;
let writer: Writer | null = null;
let claiming: NodeJS.Timeout | undefined;
/** Starts the writer once it is ours to start. On a full disk that may have to wait; the rest may not. */
async function carry(): Promise<void> {
  try {
    await journal.claimWriter();
  } catch (error) {
    if (disk.explain(error) === null) unusable(error);
    claiming = setTimeout(carry, CLAIM_MS);
    return;
  }
  writer = startWriterThread({ path: join(env.data, 'journal'), target, zone: deployment.zone });
}
await carry();

const birth = await cityBirth(journal, Date.now());
const incidents = env.incidents ? loadIncidents(env.incidents) : [];
const plan =
  env.city && deployment.city
    ? createCity({ deployment, seed: env.seed, scale: env.scale, detailFrom: birth, incidents })
    : null;
if (plan && incidents.length > 0)
  writeFileSync(join(env.data, 'truth.json'), JSON.stringify(plan.truth(), null, 2));
if (plan)
  city = startCity({
    city: plan,
    journal,
    intake,
    birth,
    historyDays: env.backfillDays,
    speed: env.speed,
  });

const stopping = new AbortController();
const feed = await startFeed({
  port: env.feedPort,
  token: secrets.feed,
  journal,
  log,
  status: () => {
    const now = Date.now();
    return statusOf({
      journal,
      book,
      intake,
      clock: clockOf(journal, deployment, city?.clock() ?? null, now),
      demo: city !== null || journal.cursor('city') !== undefined,
      storeUp: writer?.up() ?? false,
      backfill: city?.backfill() ?? null,
    });
  },
  submit: async (alerts) => {
    const records = alerts.map((draft) => ({
      origin: { source: 'analytics', place: 'feed', raw: () => JSON.stringify(draft) },
      draft,
    }));
    const receipts = await insist(intake, records, stopping.signal);
    return tallyOf(receipts.map(({ outcome }) => outcome));
  },
}).catch(taken);

const ports = await openPorts({
  settings,
  deployment,
  journal,
  intake,
  book,
  keys: portKeys(env.data),
  data: env.data,
  store,
  log,
  now: () => deploymentTime(Date.now()),
  httpPort: env.httpPort,
  environmentPort: env.environmentPort,
  waterPort: env.waterPort,
  deskSocket: env.deskSocket,
}).catch(taken);

const TRIM_MS = 60_000;
/** Entries kept behind the slowest reader, so that a reader that starts anew finds its splice. */
const KEEP = 50_000;
const trimming = setInterval(() => {
  const done = Math.min(journal.position('store'), journal.position('analytics')) - KEEP;
  if (done > 0)
    journal.trim(done).catch((error: unknown) => log.warn({ err: error }, 'not trimmed'));
}, TRIM_MS);

onStop(async () => {
  clearInterval(trimming);
  stopping.abort();
  await ports.close();
  await city?.stop();
  await feed.close();
  clearTimeout(claiming);
  await writer?.stop();
  await store.close();
  disk.stop();
  await journal.close();
});
tellReady();
