import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentials } from '../config/credentials.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import { env } from '../config/env.ts';
import { onStop, tellReady } from '../config/lifecycle.ts';
import { createLog } from '../config/log.ts';
import { createCity } from './city/city.ts';
import { loadIncidents } from './city/incidents.ts';
import { startFeed } from './feed/server.ts';
import { Journal } from './journal/journal.ts';
import { tallyOf } from './journal/tally.ts';
import { createPipeline } from './pipeline/pipeline.ts';
import { cityBirth, startCity } from './sources/city/receive.ts';
import { clockOf, statusOf } from './status.ts';
import { connect, storeTarget } from './store/index.ts';
import { startWriter } from './store/writer.ts';

const log = createLog('ingest');
const deployment = loadDeployment(env.deployment);
const secrets = credentials(env.data);
const journal = new Journal(join(env.data, 'journal'));
const pipeline = createPipeline(deployment, secrets.phoneKey);
const store = connect(storeTarget(env, 'writer'));
const writer = await startWriter({ journal, store, zone: deployment.zone, log });

const birth = await cityBirth(journal, Date.now());
const incidents = env.incidents ? loadIncidents(env.incidents) : [];
const plan =
  env.city && deployment.city
    ? createCity({ deployment, seed: env.seed, scale: env.scale, detailFrom: birth, incidents })
    : null;
if (plan && incidents.length > 0)
  writeFileSync(join(env.data, 'truth.json'), JSON.stringify(plan.truth(), null, 2));
const city =
  plan &&
  startCity({
    city: plan,
    journal,
    pipeline,
    birth,
    historyDays: env.backfillDays,
    speed: env.speed,
  });

const feed = await startFeed({
  port: env.feedPort,
  token: secrets.feed,
  journal,
  log,
  status: () => {
    const now = Date.now();
    return statusOf({
      journal,
      clock: clockOf(journal, deployment, city?.clock() ?? null, now),
      demo: city !== null || journal.cursor('city') !== undefined,
      storeUp: writer.up(),
      backfill: city?.backfill() ?? null,
    });
  },
  submit: async (alerts) => {
    const now = Date.now();
    const origin = (raw: unknown) => ({
      source: 'analytics',
      place: 'feed',
      raw: () => JSON.stringify(raw),
    });
    const offers = alerts.map((alert) => pipeline.take(alert, origin(alert), now));
    return tallyOf(await journal.append(offers, now));
  },
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code !== 'EADDRINUSE') throw error;
  console.error(`ingest: port ${env.feedPort} is taken. Set QIAO_PORT to another number`);
  process.exit(1);
});

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
  await city?.stop();
  await feed.close();
  await writer.stop();
  await store.close();
  await journal.close();
});
tellReady();
