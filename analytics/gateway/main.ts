import { demoSecret } from '../../config/demo-link.ts';
import { loadDeployment, loadSignIn } from '../../config/deployment/load.ts';
import { createBearerFinder, deskKeys } from '../../config/desk-keys.ts';
import { env } from '../../config/env.ts';
import { onStop, tellReady } from '../../config/lifecycle.ts';
import { createLog } from '../../config/log.ts';
import { createRateLimit } from '../../config/rate-limit.ts';
import { openVault } from '../../config/vault/vault.ts';
import { createAccessSources } from '../access/access.ts';
import { AccessBook } from '../access/access-book.ts';
import { emptyViews } from '../state/keyed-view.ts';
import { createAdmission } from './admission.ts';
import { Faults } from './faults.ts';
import { FRAME_LIMIT, STRANGER_RATE } from './gateway.ts';
import { Guests } from './guests.ts';
import { createLineAnswers } from './line-answers.ts';
import { createLineMetrics } from './line-metrics.ts';
import { PictureLine } from './picture-line.ts';
import { unreadyLine } from './readiness.ts';
import { Sessions } from './sessions.ts';
import { siteOf } from './site.ts';
import { listenUws } from './uws.ts';
import { listenWs } from './ws.ts';

/**
 * `main.ts PORT`: a gateway that serves the line alone, as a replica of that of analytics. It stands
 * behind a proxy that shares `/ws` out among the gateways and gives the rest to analytics; `/readyz`
 * says 503 while it does not follow.
 */
const port = Number(process.argv[2]);
/** Screens have been told by then; they come back elsewhere. */
const STOP_MS = 5_000;

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
if (env.tls)
  fail('QIAO_LINE_PORTS stand behind a proxy, which holds the certificate: set QIAO_ORIGIN');

const deployment = loadDeployment(env.deployment);
const keys = deskKeys(env.data);
const token = Object.values(keys.tokens).find(({ role }) => role === 'replica')?.token;
if (token === undefined)
  fail(
    'Gateways of the line follow analytics by a token: add "line": {"role": "replica", "token": "…"} to tokens in desk-keys.json',
  );

const site = siteOf({ host: env.host, port, tls: false }, env.origin);
const book = new AccessBook(env.data);
const { doorkeeper } = createAccessSources({
  book,
  deployment,
  settings: loadSignIn(env.deployment, env.data),
  serviceSecret: env.oidcSecret,
  site,
  bearerOf: createBearerFinder(keys),
  demo: demoSecret(env),
  sealer: openVault(env).sealer,
  tell: () => Promise.reject(new Error('nobody acts through a gateway of the line')),
  now: Date.now,
});
const communities = new Map(
  deployment.grids.map(({ properties }) => [properties.id, properties.community]),
);
const views = emptyViews();
const sessions = new Sessions(views, 0, '', Date.now, (grid) => communities.get(grid));
sessions.hold();
const guests = new Guests(book, doorkeeper);
const faults = new Faults(createLog('gateway'));
const unready = () => unreadyLine(sessions.live);
const strangers = createRateLimit(...STRANGER_RATE, () => performance.now());

const listening = await (env.transport === 'uws' ? listenUws : listenWs)({
  host: env.host,
  port,
  tls: null,
  socketPath: '/ws',
  bodyLimit: 0,
  frameLimit: FRAME_LIMIT,
  admit: createAdmission(doorkeeper, site, strangers),
  open: (line, who) => guests.came(line, who, sessions.open(line, who.access)),
  request: createLineAnswers({
    ...{ site, doorkeeper, strangers, unready },
    permissions: deployment.permissions,
    metrics: createLineMetrics(sessions, faults, () => unready().length === 0),
    faults,
  }),
});
if (!listening.ok) fail(`Port ${port} is taken. Stop what listens there, or set QIAO_LINE_PORTS.`);

const line = new PictureLine(
  `ws://${env.host}:${env.port}/ws`,
  { authorization: `Bearer ${token}` },
  views,
  sessions,
);
tellReady();

onStop(async () => {
  line.close();
  guests.stop();
  sessions.close();
  await listening.value.close();
  await book.close();
}, STOP_MS);
