import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { credentials } from '../config/credentials.ts';
import { demoSecret } from '../config/demo-link.ts';
import { loadDeployment, loadPorts, loadSignIn } from '../config/deployment/load.ts';
import { createBearerFinder, deskKeys } from '../config/desk-keys.ts';
import { env } from '../config/env.ts';
import { onStop, tellReady } from '../config/lifecycle.ts';
import { createLog } from '../config/log.ts';
import { portKeys } from '../config/port-keys.ts';
import { openVault } from '../config/vault/vault.ts';
import { connect, storeTarget } from '../ingest/store/index.ts';
import { createAccessSources, greeting } from './access/access.ts';
import { AccessBook } from './access/access-book.ts';
import { sealFactors } from './access/sealed-factor.ts';
import { Judge } from './alerts/judge.ts';
import { AnchorFile } from './audit/anchors.ts';
import { Audit } from './audit/audit.ts';
import { Refusals } from './audit/refusals.ts';
import { recordRules } from './audit/rules.ts';
import { verifierApart } from './audit/verify-apart.ts';
import { PauseKeeper } from './clocks/pause-keeper.ts';
import { CommandDesk } from './commands/command-desk.ts';
import { connectDeskPort } from './commands/desk-port.ts';
import { createJudge } from './commands/judge.ts';
import { knownFrom } from './commands/known.ts';
import { followFeed } from './feed/client.ts';
import { Follower } from './feed/follower.ts';
import { startSubmitter } from './feed/submitter.ts';
import { sourcesFromStore } from './gateway/api-from-store.ts';
import { Faults } from './gateway/faults.ts';
import { startGateway } from './gateway/gateway.ts';
import { createMetrics } from './gateway/metrics.ts';
import { unready } from './gateway/readiness.ts';
import { Sessions } from './gateway/sessions.ts';
import { siteOf } from './gateway/site.ts';
import { staticFiles } from './gateway/static-files.ts';
import { listenUws } from './gateway/uws.ts';
import { listenWs } from './gateway/ws.ts';
import { Recounter } from './recount/recounter.ts';
import { Revealer } from './reveal/revealer.ts';
import { Committer } from './state/committer.ts';
import { Picture } from './state/picture.ts';
import { Recaller } from './state/recaller.ts';
import { TrendRefresher } from './trends/refresher.ts';

const LOOPBACK = '127.0.0.1';
const TICK_MS = 1_000;
/** A clock that runs out is told within a second. */
const JUDGE_MS = 250;
const LOOK_MS = 250;
const PRUNE_MS = 60_000;
const ANCHOR_MS = 60_000;
/** Refusals that were only counted are told so soon after their minute. */
const COUNTED_MS = 5_000;
/** Matters are weighed for so long at a time, so often: a backlog of them delays nothing else. */
const WEIGH_MS = 8;
const WEIGH_EVERY_MS = 20;
/** So long telling waits until it is known which cases are of one matter. */
const WEIGH_PATIENCE_MS = 10_000;
/** What is durable is so before it is told: stopping may be cut short. */
const STOP_MS = 5_000;
const RECOUNT_MS = 60_000;
/** A recount may take this share of the time at most: the pause after one grows with its length. */
const RECOUNT_SHARE = 1 / 20;
/** Screens wait so long for a picture that stands on the store before they are told one without it. */
const HOLD_MS = 5_000;

const log = createLog('analytics');
const now = () => Date.now();
const deployment = loadDeployment(env.deployment);
const store = connect(storeTarget(env, 'reader'));
const picture = new Picture(deployment, now());
const communities = new Map(
  deployment.grids.map(({ properties }) => [properties.id, properties.community]),
);
const sessions = new Sessions(
  picture.views,
  picture.offset,
  randomBytes(6).toString('base64url'),
  now,
  (grid) => communities.get(grid),
);
// a restart shows no empty picture; where the store or ingest stay away, screens are told so
sessions.hold();
const holding = setTimeout(() => sessions.setLive(true), HOLD_MS);
const publish = (offset: number) => {
  sessions.publish(offset);
  if (!follower.folded || sessions.live) return;
  clearTimeout(holding);
  sessions.setLive(true);
};
const committer = new Committer(picture, publish, now);
const recounter = new Recounter(store, picture, () => committer.commit(), now);
const trends = new TrendRefresher(store, picture, log);
const recaller = new Recaller(store, picture);
const pauseKeeper = new PauseKeeper(deployment, store, picture);
const judge = new Judge(deployment.alertRules, deployment.categories);
const follower = new Follower(picture, store, now, () => committer.soon(), log);

/**
 * A picture that is behind the journal, or history being filled in, would have cases judged by half of
 * their hops.
 */
let current = false;
let headBefore = Number.POSITIVE_INFINITY;

const reasons = () => unready(picture.views.system.get('system'), follower.folded, current);

const keys = deskKeys(env.data);
const audit = new Audit(env.data, now, env.crypto === 'sm' ? 'sm3' : 'sha256');
const refusals = new Refusals(audit, now);
const record: Refusals['record'] = (entry, once) => refusals.record(entry, once);
const desk = new CommandDesk(
  createJudge(deployment),
  knownFrom(() => (current ? picture.model : null), store),
  connectDeskPort(env.deskSocket),
  { record },
  () => picture.now(now()),
);

const { host, tls, port } = env;
const site = siteOf({ host, port, tls: tls !== null }, env.origin);
const book = new AccessBook(env.data);
const sealed = connect(storeTarget(env, 'vault'));
const settings = loadSignIn(env.deployment, env.data);
const vault = openVault(env);
await recordRules(audit, vault.hashKey, env.deployment, {
  ...{ ...deployment, signIn: settings, ports: loadPorts(env.deployment, env.data) },
  ...{ deskKeys: keys, portKeys: portKeys(env.data), environment: env },
});
const anchors = env.auditAnchor === undefined ? null : new AnchorFile(audit, env.auditAnchor);
const tellAnchor = () => {
  try {
    anchors?.tell(now());
  } catch (error) {
    log.warn(error, 'the newest row of the audit could not be told outside');
  }
};
tellAnchor();
const counting = setInterval(
  () => void refusals.tell().catch((error: unknown) => log.warn(error)),
  COUNTED_MS,
);
const anchoring = setInterval(tellAnchor, ANCHOR_MS);
await sealFactors(book, vault.sealer);
const access = createAccessSources({
  book,
  deployment,
  settings,
  serviceSecret: env.oidcSecret,
  site,
  bearerOf: createBearerFinder(keys),
  demo: demoSecret(env),
  sealer: vault.sealer,
  tell: record,
  now,
});
const pruning = setInterval(
  () => void access.signIns.prune().catch((error: unknown) => log.warn(error)),
  PRUNE_MS,
);

const faults = new Faults(log);
const gateway = await startGateway({
  listen: env.transport === 'uws' ? listenUws : listenWs,
  ...{ host, port, tls, site },
  files: staticFiles(join(import.meta.dirname, '../dist')),
  sources: {
    ...sourcesFromStore(
      store,
      deployment,
      () => recounter.run(),
      () => picture.now(now()),
    ),
    commands: { desk },
    access,
    revealing: new Revealer(sealed, vault.sealer, record),
    audit: { page: (...of) => audit.page(...of), record },
    verifyAudit: verifierApart(),
    faults,
    unready: reasons,
    metrics: createMetrics(
      picture.views,
      sessions,
      faults,
      () => reasons().length === 0,
      {
        unstored: () => picture.status?.unstoredSince ?? null,
        unfolded: () => picture.unfoldedSince,
      },
      now,
    ),
  },
  sessions,
});
if (!gateway.ok) {
  console.error(`Port ${env.port} is taken. Stop what listens there, or set QIAO_PORT.`);
  process.exit(1);
}
committer.commit();
tellReady(await greeting(access, site, now()));

const feed = followFeed(
  `ws://${LOOPBACK}:${env.feedPort}`,
  credentials(env.data).feed,
  follower,
  log,
);
const submitter = startSubmitter((facts) => feed.submit(facts));

let weighedAt = now();
const weighing = setInterval(() => {
  const { matters } = picture.model;
  if (!matters.settled) {
    const until = performance.now() + WEIGH_MS;
    matters.work(() => performance.now() < until);
    committer.soon();
  }
  if (matters.settled) weighedAt = now();
}, WEIGH_EVERY_MS);

/** Of a million cases that changed at once a part at a time: the rest as soon as others had their turn. */
const judgeCases = () => {
  submitter.add(judge.judge(picture.model, picture.watches));
  if (picture.model.cases.unjudged.size > 0) setImmediate(() => current && judgeCases());
};

const judging = setInterval(() => {
  if (follower.folded && !picture.advance(now())) {
    follower.forget();
    feed.restart();
  }
  const { folded } = picture.model;
  current = follower.folded && picture.status?.backfill === null && folded >= headBefore;
  headBefore = picture.status?.head ?? Number.POSITIVE_INFINITY;
  if (current) {
    judgeCases();
    const weighed = picture.model.matters.settled || now() - weighedAt > WEIGH_PATIENCE_MS;
    if (weighed) submitter.add(judge.tell(picture.model, deployment.telling));
  }
  committer.soon();
}, JUDGE_MS);

const ticking = setInterval(() => {
  if (follower.folded) void trends.tick(now()).then(() => committer.soon());
  void store.ping().then((up) => picture.setStoreUp(up));
}, TICK_MS);

const looking = setInterval(() => {
  const { overrun } = picture.model.cases.unheld;
  // not before the store can tell: what is shown meanwhile is better than nothing
  if (follower.folded && overrun !== null && (picture.status?.stored ?? 0) >= overrun) {
    follower.forget();
    feed.restart();
  }
  void recaller.tick().then((answered) => answered && committer.soon());
  if (current) void pauseKeeper.tick(now()).then((given) => submitter.add(given));
}, LOOK_MS);

let recounting: NodeJS.Timeout | undefined;
const recountLater = (after: number) => {
  recounting = setTimeout(async () => {
    const began = now();
    if (follower.folded) {
      const row = await recounter.run();
      if (!row.ok) log.warn(row.error);
      else if (row.value.differences > 0) log.warn(row.value, 'picture and raw rows differ');
    }
    recountLater(Math.max(RECOUNT_MS, (now() - began) / RECOUNT_SHARE));
  }, after);
};
recountLater(RECOUNT_MS);

onStop(async () => {
  clearInterval(weighing);
  clearInterval(judging);
  clearInterval(ticking);
  clearInterval(looking);
  clearInterval(pruning);
  clearInterval(anchoring);
  clearInterval(counting);
  clearTimeout(recounting);
  feed.close();
  committer.stop();
  sessions.close();
  await gateway.value.close();
  await refusals.tell(true);
  tellAnchor();
  await Promise.all([store.close(), sealed.close(), book.close(), audit.close()]);
}, STOP_MS);
