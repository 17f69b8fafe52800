import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Server as SocketIo } from 'socket.io';
import { WebSocketServer } from 'ws';
import { VIEW_NAMES, type Views } from '../../../config/contract/picture.ts';
import { ok } from '../../../config/contract/result.ts';
import type { Identity } from '../../access/identity.ts';
import { commitViews, emptyViews } from '../../state/keyed-view.ts';
import { Guests } from '../guests.ts';
import { PictureLine } from '../picture-line.ts';
import { Sessions } from '../sessions.ts';
import type { Listen } from '../transport.ts';
import { listenUws } from '../uws.ts';
import { listenWs } from '../ws.ts';

/**
 * `server.ts KIND PORT [ORIGIN]`: a server that tells every screen messages, ours or a peer. Ours tells
 * rows of a view, a key for each message; a replica tells those of the gateway at ORIGIN.
 */
export type Kind = 'qiao' | 'replica' | 'qiao over ws' | 'uWebSockets.js' | 'ws' | 'socket.io';
export interface Told {
  n: number;
  text: string;
}
export type Order =
  | { do: 'tell'; messages: Told[] }
  /** Tells 1 KB messages for a while, as fast as screens take them or at a rate. */
  | { do: 'flood'; ms: number; rate: number | null }
  | { do: 'measure' };
export interface Measured {
  /** Bytes. */
  memory: number;
  screens: number;
  /** Screens that are too slow now. */
  behind: number;
  /** Most bytes that ever waited for one of a few screens while messages were told. */
  waited: number;
  told: number;
  /** CPU seconds. */
  cpu: number;
  /** Lines that ever opened, and those ended for what they said, by reason. */
  opened: number;
  wrongs: Record<string, number>;
}

interface Side {
  tell(messages: Told[]): void;
  screens(): number;
  /** Most bytes that wait for one of a few screens. */
  waiting(): number;
  behind(): number;
  opened(): number;
  wrongs(): Record<string, number>;
}

/** Rows kept in the view: as many as a late screen may have missed. */
const KEPT = 200;
const SAMPLE = 20;
const WHO: Identity = {
  ...{ kind: 'wall', id: 'w', name: 'w', role: 'wall', scope: null, due: false, key: 'w' },
  access: { views: new Set(VIEW_NAMES), scope: null },
};

async function ours(listen: Listen, port: number, origin: number | null): Promise<Side> {
  const views = emptyViews();
  let offset = 1;
  const sessions = new Sessions(views, offset, `${process.pid}`, Date.now, () => undefined);
  const guests = new Guests({ revision: 0 }, { holds: () => true });
  const lines: { buffered(): number }[] = [];
  const listening = await listen({
    host: '127.0.0.1',
    port,
    tls: null,
    socketPath: '/ws',
    bodyLimit: 1024,
    frameLimit: 16 * 1024,
    request: async () => ({ status: 404, headers: {}, body: '' }),
    admit: () => ok({ ...WHO }), // each line has its own, as the doorkeeper makes them
    open: (line, who) => {
      if (lines.length < SAMPLE) lines.push(line);
      return guests.came(line, who, sessions.open(line, who.access));
    },
  });
  if (!listening.ok) throw new Error(listening.error);
  if (origin !== null) new PictureLine(`ws://127.0.0.1:${origin}/ws`, {}, views, sessions);
  return {
    tell(messages) {
      for (const { n, text } of messages) {
        views.arrivals.set(`${n}`, { id: `${n}`, title: text } as Views['arrivals']);
        if (n > KEPT) views.arrivals.set(`${n - KEPT}`, null);
      }
      offset += 1;
      if (commitViews(views, offset)) sessions.publish(offset);
    },
    screens: () => sessions.size,
    waiting: () => Math.max(0, ...lines.map((line) => line.buffered())),
    behind: () => sessions.states().behind,
    opened: () => sessions.opened,
    wrongs: () => Object.fromEntries(sessions.wrongs),
  };
}

function uws(port: number): Side {
  const library = createRequire(import.meta.url)(
    'uWebSockets.js',
  ) as typeof import('uWebSockets.js');
  const app = library.App();
  const open = new Set<{ getBufferedAmount(): number }>();
  app.ws('/ws', {
    compression: library.DISABLED,
    maxBackpressure: 64 * 1024,
    idleTimeout: 120,
    open(socket) {
      open.add(socket);
      socket.subscribe('all');
    },
    close: (socket) => open.delete(socket),
  });
  app.listen('127.0.0.1', port, () => undefined);
  return {
    tell: (messages) => {
      for (const message of messages) app.publish('all', JSON.stringify(message));
    },
    screens: () => open.size,
    waiting: () =>
      Math.max(0, ...[...take(open, SAMPLE)].map((socket) => socket.getBufferedAmount())),
    behind: () => 0,
    opened: () => 0,
    wrongs: () => ({}),
  };
}

function ws(port: number): Side {
  const server = new WebSocketServer({
    host: '127.0.0.1',
    port,
    path: '/ws',
    perMessageDeflate: false,
    backlog: 4096,
  });
  server.on('connection', (socket) => socket.on('error', () => socket.terminate()));
  return {
    tell: (messages) => {
      for (const message of messages) {
        const text = JSON.stringify(message);
        for (const socket of server.clients) socket.send(text);
      }
    },
    screens: () => server.clients.size,
    waiting: () =>
      Math.max(0, ...[...take(server.clients, SAMPLE)].map((socket) => socket.bufferedAmount)),
    behind: () => 0,
    opened: () => 0,
    wrongs: () => ({}),
  };
}

function socketIo(port: number): Side {
  const http = createServer();
  const io = new SocketIo(http, {
    transports: ['websocket'],
    serveClient: false,
    connectionStateRecovery: { maxDisconnectionDuration: 120_000 },
  });
  http.listen(port, '127.0.0.1', 4096);
  return {
    tell: (messages) => {
      for (const message of messages) io.emit('m', message);
    },
    screens: () => io.engine.clientsCount,
    waiting: () =>
      Math.max(
        0,
        ...[...take(io.of('/').sockets.values(), SAMPLE)].map(({ conn }) => {
          const { socket } = conn.transport as unknown as { socket: { bufferedAmount: number } };
          return socket.bufferedAmount;
        }),
      ),
    behind: () => 0,
    opened: () => 0,
    wrongs: () => ({}),
  };
}

function* take<T>(items: Iterable<T>, most: number): Generator<T> {
  let n = 0;
  for (const item of items) {
    if (n++ === most) return;
    yield item;
  }
}

const [kind, port] = [process.argv[2] as Kind, Number(process.argv[3])];
const SIDES: Record<Kind, () => Side | Promise<Side>> = {
  qiao: () => ours(listenUws, port, null),
  replica: () => ours(listenUws, port, Number(process.argv[4])),
  'qiao over ws': () => ours(listenWs, port, null),
  'uWebSockets.js': () => uws(port),
  ws: () => ws(port),
  'socket.io': () => socketIo(port),
};
const side = await SIDES[kind]();

let told = 0;
let waited = 0;
const FILL = 'x'.repeat(1000);
/** Bytes waiting for one screen above which a flood holds back: all kinds by the same rule. */
const ENOUGH = 16 * 1024;

function flood(ms: number, rate: number | null, done: () => void): void {
  const start = performance.now();
  let n = 0;
  const step = () => {
    const passed = performance.now() - start;
    if (passed > ms) return done();
    const due = rate === null ? (side.waiting() > ENOUGH ? n : n + 1) : (passed / 1000) * rate;
    while (n < Math.floor(due)) {
      n += 1;
      told += 1;
      side.tell([{ n: told, text: `@${Date.now()}${FILL}` }]);
    }
    waited = Math.max(waited, side.waiting());
    setTimeout(step, rate === null && due === n ? 0 : 1);
  };
  step();
}

/**
 * Bytes that are this process's own, those too that the kernel has moved out while they were idle. Pages
 * of files (programs, their symbols) come and go as the kernel likes and are of no screen.
 */
function memory(): number {
  globalThis.gc?.();
  globalThis.gc?.(); // what finalizers of the first let go
  const rollup = readFileSync('/proc/self/smaps_rollup', 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(rollup)?.[1]);
  return (of('Pss_Anon') + of('SwapPss')) * 1024;
}

process.on('message', (order: Order) => {
  if (order.do === 'tell') {
    told += order.messages.length;
    side.tell(order.messages);
    process.send?.(null);
  } else if (order.do === 'flood') flood(order.ms, order.rate, () => process.send?.(null));
  else {
    const { user, system } = process.cpuUsage();
    const measured: Measured = {
      memory: memory(),
      screens: side.screens(),
      behind: side.behind(),
      waited,
      told,
      cpu: (user + system) / 1e6,
      opened: side.opened(),
      wrongs: side.wrongs(),
    };
    process.send?.(measured);
  }
});
process.send?.(null);
