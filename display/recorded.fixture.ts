import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Door, Me } from '../config/contract/access.ts';
import { timeOf } from '../config/contract/clock.ts';
import { CASE_ACTS } from '../config/contract/command.ts';
import { encodeReload, messagesOf } from '../config/contract/frame-codec.ts';
import type { Millis } from '../config/contract/ids.ts';
import {
  type SystemRow,
  VIEW_NAMES,
  type ViewName,
  type Views,
} from '../config/contract/picture.ts';
import { WALL_ACTS } from '../config/contract/stage.ts';
import { ALERT_ACTS } from '../config/contract/vocabulary.ts';
import { type Hello, type Part, WIRE_VERSION, wholeOf } from '../config/contract/wire.ts';
import { isoDay } from '../config/contract/zone.ts';
import { loadDeployment } from '../config/deployment/load.ts';
import type { Wall } from '../config/deployment/wall.ts';
import { type Told, toldOf } from './golden/openings.ts';
import { type Recording, readRecording } from './golden/recording.ts';

const DIST = join(import.meta.dirname, '../dist');
const BEAT_MS = 500;
const WALL: Me = {
  ...{ kind: 'wall', id: 'wall', name: '', role: 'wall', scope: null, secondFactor: 'off' },
  external: false,
  ...{ views: [...VIEW_NAMES], routes: ['deployment', 'cases', 'alerts'] },
  ...{ case: [], alert: [], wall: [] },
};
const DESK: Me = {
  ...WALL,
  ...{ kind: 'account', id: 'li.na', name: '李娜', role: 'officer' },
  ...{ case: [...CASE_ACTS], alert: [...ALERT_ACTS], wall: [...WALL_ACTS] },
};
/** Who sits at a page; every other one is a wall. */
const SEATED: Readonly<Record<string, Me | null>> = { '/desk.html': DESK, '/sign-in': null };
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
};

export interface Recorded {
  url: string;
  at: Millis;
  recording: Recording;
  /** What of it is opened. */
  told: Told;
  /** Tells every open screen what changes of a view. */
  change(part: Part): void;
  /** Sets rows of one view on every open screen, as one patch. */
  set<V extends ViewName>(view: V, rows: [key: string, row: Views[V]][], del?: string[]): void;
  /** Calls every open screen outdated. */
  outdate(): void;
  close(): Promise<void>;
}

/** Deployment time of a picture. */
function nowOf({ views, at }: Recording): Millis {
  const [[, system]] = views.system as [[string, SystemRow]];
  return timeOf(system.clock, at);
}

/**
 * Serves the built screens with the recorded picture standing still: the same frame for every
 * screen, at every run. What is on the wire and in the page is real; only time has stopped, unless
 * `running`: then the wire tells this machine's time. `walls` may be shown besides the deployment's own, and
 * other `views` in place of the recorded ones.
 */
export async function serveRecorded({
  running = false,
  walls = [] as readonly Wall[],
  views = {} as Recording['views'],
} = {}): Promise<Recorded> {
  const recording = readRecording();
  const { at } = recording;
  const place = loadDeployment(recording.deployment);
  const deployment = JSON.stringify({ ...place, walls: [...place.walls, ...walls] });
  const { title, language } = place;
  const door: Door = { title, language, unclaimed: false, identityService: null };
  const epoch = 'recorded';
  let offset = 1;
  const held = new Map(
    VIEW_NAMES.map((view) => [
      view,
      new Map((views[view] ?? recording.views[view]) as [string, Views[ViewName]][] | undefined),
    ]),
  );
  const whole = (view: ViewName): Part => wholeOf(view, held.get(view) ?? []);

  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/api/deployment') return response.end(deployment);
    if (path === '/api/door') return response.end(JSON.stringify(door));
    if (path === '/api/me') {
      const page = new URL(request.headers.referer ?? 'http://-/').pathname;
      return response.end(JSON.stringify(page in SEATED ? SEATED[page] : WALL));
    }
    if (path.startsWith('/api/')) {
      const answer = recording.answers[path];
      response.statusCode = answer === undefined ? 404 : 200;
      return response.end(JSON.stringify(answer ?? { error: 'not recorded' }));
    }
    const name = path.split('?')[0] as string;
    const file = name === '/' || extname(name) === '' ? '/index.html' : name;
    try {
      const body = readFileSync(join(DIST, file));
      response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
      return response.end(body);
    } catch {
      response.statusCode = 404;
      return response.end();
    }
  });
  const sockets = new WebSocketServer({ server, path: '/ws' });
  const told = () => (running ? Date.now() : at);
  const say = (socket: WebSocket, from: number, parts: Part[], sent = told()) => {
    for (const message of messagesOf({ epoch, from, to: offset, at: sent, parts }))
      socket.send(message);
  };
  // whoever hears of a picture before asking for it finds a gap, and the wall tells that it healed
  const greeted = new Set<WebSocket>();
  sockets.on('connection', (socket) => {
    socket.on('close', () => greeted.delete(socket));
    socket.on('message', (data) => {
      greeted.add(socket);
      const { show } = JSON.parse(String(data)) as Hello;
      say(socket, 0, show.views.map(whole));
    });
  });
  const beat = setInterval(() => {
    for (const socket of greeted) say(socket, offset, []);
  }, BEAT_MS);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    at,
    recording,
    told: toldOf(recording.views, (at) => isoDay(at, place.zone), nowOf(recording)),
    change(part) {
      offset += 1;
      for (const socket of greeted) say(socket, offset - 1, [part]);
    },
    set(view, rows, del = []) {
      const state = held.get(view);
      if (!state) throw new Error(`no view ${view}`);
      for (const key of del) state.delete(key);
      for (const [key, row] of rows) state.set(key, row);
      offset += 1;
      const sent = told(); // one frame is one for all
      for (const socket of greeted) say(socket, offset - 1, [whole(view)], sent);
    },
    outdate() {
      for (const socket of greeted) socket.send(encodeReload(WIRE_VERSION));
    },
    async close() {
      clearInterval(beat);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
