import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import WebSocket from 'ws';
import { timeOf } from '../config/contract/clock.ts';
import { Incoming } from '../config/contract/frame-codec.ts';
import { COUNTED } from '../config/contract/ground.ts';
import { VIEW_NAMES } from '../config/contract/picture.ts';
import { Replica } from '../config/contract/replica.ts';
import { isoDay } from '../config/contract/zone.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import { kpiDays } from './model/grid-days.ts';
import { NEAR_METRES, placeOf } from './model/incident.ts';
import { MAPPED, MOST_STANDING, reachOf } from './model/standing.ts';
import { nearPath, standingPath } from './net/api.ts';
import type { Recording } from './recorded.fixture.ts';
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
const worst = [...rows.alerts.values()].find(({ level }) => level === 'red' || level === 'purple');
if (!worst) throw new Error('no red alert: the pictures would show nothing of note');
const clock = rows.system.get('system')?.clock;
const now = clock ? timeOf(clock, replica.heardAt ?? 0) : 0;
const [from, to] = kpiDays((at) => isoDay(at, deployment.zone), now);
const place = placeOf(
  { on: 'alert', id: worst.id },
  {
    caseRow: (id) => rows.cases.get(id),
    alertRow: (id) => rows.alerts.get(id),
    grid: (id) => deployment.grids.find(({ properties }) => properties.id === id),
  },
);
const told = [...rows.matters.values()]
  .filter(({ kind, grid }) => kind !== 'diverge' && grid !== '')
  .flatMap(({ members, grid }) => members.map(({ id }) => ({ id, grid })))
  .find(({ id }) => rows.cases.has(id));
if (!told) throw new Error('no open matter of several reports: no card would show its kin');
const { middle, bounds } = layOut(deployment);
const pathsOfGrid = (grid: string) => [
  `/api/cases?grid=${grid}&limit=100`,
  `/api/grids/${grid}`,
  `/api/kpi?grid=${grid}&from=${from}&to=${to}`,
];
const pathsOfCase = (id: string) => [
  `/api/cases/${encodeURIComponent(id)}`,
  `/api/commands?case=${encodeURIComponent(id)}`,
];
const paths = [
  ...pathsOfGrid(worst.grid),
  ...pathsOfGrid(told.grid),
  ...pathsOfCase(told.id),
  `/api/alerts/${encodeURIComponent(worst.id)}`,
  ...(worst.caseId ? pathsOfCase(worst.caseId) : []),
  ...(place ? [nearPath(place, NEAR_METRES)] : []),
  standingPath(middle, reachOf(bounds), MAPPED, MOST_STANDING),
  ...COUNTED.map((of) => `/api/today/${of}`),
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
  views: Object.fromEntries(VIEW_NAMES.map((view) => [view, [...replica.rows[view]]])),
  answers,
};
const bytes = gzipSync(JSON.stringify(recording), { level: 9 });
writeFileSync(FILE, bytes);
console.log(`${FILE} ${bytes.length} bytes, ${new Date(recording.at).toISOString()}`);
