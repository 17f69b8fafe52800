import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import WebSocket from 'ws';
import { timeOf } from '../config/contract/clock.ts';
import { Incoming } from '../config/contract/frame-codec.ts';
import { VIEW_NAMES } from '../config/contract/picture.ts';
import { Replica } from '../config/contract/replica.ts';
import { isoDay } from '../config/contract/zone.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import { KPI, returning, toldOf } from './golden/openings.ts';
import type { Recording } from './golden/recording.ts';
import { NEAR_METRES, placeOf } from './model/incident.ts';
import { MAPPED, MOST_STANDING, reachOf } from './model/standing.ts';
import { countedPath, kpiItemsPath, nearPath, registeredPath, standingPath } from './net/api.ts';
import { layOut } from './stage/geometry.ts';

/**
 * `node --import tsx display/record.ts URL TOKEN`: keeps the picture that a running Qiao shows, and the
 * answers behind its first drill-downs, for golden images and screenshots.
 */
const FILE = join(import.meta.dirname, 'golden/huangqiao.json.gz');
const [url, token] = process.argv.slice(2);
if (url === undefined || token === undefined)
  throw new Error('name the address of a running wall, and the token of its desk (desk-keys.json)');
const headers = { authorization: `Bearer ${token}` };

const replica = new Replica(VIEW_NAMES);
const incoming = new Incoming();
const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/ws`, { headers });
await new Promise<void>((resolve, reject) => {
  socket.on('error', reject);
  socket.on('open', () => socket.send(JSON.stringify(replica.hello())));
  socket.on('message', (bytes: Buffer) => {
    const message = incoming.take(bytes);
    if (message) replica.apply(message);
    if (replica.filled) resolve();
  });
});
socket.close();

const deployment = loadDeployment('huangqiao');
const { rows } = replica;
const views: Recording['views'] = Object.fromEntries(
  VIEW_NAMES.map((view) => [view, [...rows[view]]]),
);
const clock = rows.system.get('system')?.clock;
const now = clock ? timeOf(clock, replica.heardAt ?? 0) : 0;
const told = toldOf(views, (at) => isoDay(at, deployment.zone), now);
const { alert, grid, days } = told;
const place = placeOf(
  { on: 'alert', id: alert.id },
  {
    caseRow: (id) => rows.cases.get(id),
    alertRow: (id) => rows.alerts.get(id),
    grid: (id) => deployment.grids.find(({ properties }) => properties.id === id),
  },
);
const { middle, bounds } = layOut(deployment);
const pathsOfGrid = (id: string) => [
  `/api/cases?grid=${id}&limit=100`,
  `/api/grids/${id}`,
  `/api/kpi?grid=${id}&from=${days.from}&to=${days.to}`,
];
const pathsOfCase = (id: string) => [
  `/api/cases/${encodeURIComponent(id)}`,
  `/api/commands?case=${encodeURIComponent(id)}`,
];
const paths = [
  ...pathsOfGrid(alert.grid),
  ...pathsOfGrid(grid),
  ...pathsOfCase(told.caseId),
  `/api/alerts/${encodeURIComponent(alert.id)}`,
  ...(alert.caseId ? pathsOfCase(alert.caseId) : []),
  ...(place ? [nearPath(place, NEAR_METRES)] : []),
  standingPath(middle, reachOf(bounds), MAPPED, MOST_STANDING),
  ...(['orders', 'patrols', 'closed'] as const).map((of) => countedPath(of, {})),
  countedPath('returned', { unit: returning(told) }),
  ...['grid', 'environment'].map((source) => countedPath('records', { source })),
  countedPath('patrols', { ...days, grid }),
  registeredPath(alert.grid, 'posts'),
  kpiItemsPath(KPI, grid, days.from, days.to),
];
const answers = Object.fromEntries(
  await Promise.all(
    paths.map(
      async (path) => [path, await (await fetch(`${url}${path}`, { headers })).json()] as const,
    ),
  ),
);
const recording: Recording = {
  deployment: 'huangqiao',
  at: replica.heardAt ?? 0,
  views,
  answers,
};
const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
writeFileSync(FILE, bytes);
console.log(`${FILE} ${bytes.length} bytes, ${new Date(recording.at).toISOString()}`);
