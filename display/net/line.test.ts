import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { Hello, type ServerMessage } from '../../config/contract/wire.ts';
import { Replica } from '../model/replica.ts';
import type { State } from './connection.ts';
import { openLine } from './line.ts';

let server: WebSocketServer;
let port = 0;
let states: State[] = [];
let line: { stop: () => void } | undefined;
let reloads = 0;

const listen = async (at: number) => {
  server = new WebSocketServer({ host: '127.0.0.1', port: at });
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
};
const close = async () => {
  for (const client of server.clients) client.terminate();
  await new Promise((done) => server.close(done));
};
const send = (socket: WebSocket, message: ServerMessage) => socket.send(JSON.stringify(message));
const beat: ServerMessage = { t: 'beat', epoch: 'e', at: 1 };
/** The next screen that says hello, with what it said. */
const greeted = async (): Promise<{ socket: WebSocket; hello: Hello }> => {
  const [socket] = (await once(server, 'connection')) as [WebSocket];
  const [data] = (await once(socket, 'message')) as [Buffer];
  return { socket, hello: Hello.parse(JSON.parse(data.toString())) };
};
const until = (state: State) =>
  expect.poll(() => states.at(-1), { timeout: 20_000, interval: 20 }).toBe(state);

const openScreen = () => {
  const replica = new Replica(['mix']);
  line = openLine({
    connect: () => new WebSocket(`ws://127.0.0.1:${port}`),
    hello: () => replica.hello(),
    take: (message) => replica.apply(message).ok,
    changed: (state) => states.push(state),
    reload: () => {
      reloads += 1;
    },
    random: () => 0,
  });
  return replica;
};

beforeEach(async () => {
  states = [];
  reloads = 0;
  await listen(0);
});
afterEach(async () => {
  line?.stop();
  await close();
});

it('comes back by itself after the server was away, and asks only for what it missed', async () => {
  const first = greeted();
  openScreen();
  const { socket, hello } = await first;
  expect(hello.have).toEqual({});
  send(socket, {
    t: 'snapshot',
    epoch: 'e',
    at: 1,
    snapshots: [{ view: 'mix', offset: 7, rows: [] }],
  });
  await until('live');

  await close();
  await until('waiting');
  await listen(port);
  const again = await greeted();
  expect(again.hello.have).toEqual({ mix: { epoch: 'e', offset: 7 } });
  send(again.socket, beat);
  await until('live');
});

it('takes silence for a loss: a server that is open but says nothing is given up', async () => {
  const first = greeted();
  openScreen();
  const { socket } = await first;
  send(socket, beat);
  await until('live');
  const second = greeted();
  await until('waiting');
  send((await second).socket, beat);
  await until('live');
});

it('renews the line on a gap, without the position of that view', async () => {
  const first = greeted();
  openScreen();
  const { socket } = await first;
  send(socket, {
    t: 'snapshot',
    epoch: 'e',
    at: 1,
    snapshots: [{ view: 'mix', offset: 7, rows: [] }],
  });
  const second = greeted();
  send(socket, {
    t: 'frame',
    epoch: 'e',
    at: 1,
    patches: [{ view: 'mix', offset: 9, set: [], del: [] }],
  });
  expect((await second).hello.have).toEqual({});
});

it('loads the page anew when the server speaks another version', async () => {
  const first = greeted();
  openScreen();
  send((await first).socket, { t: 'reload', version: 2 });
  await until('outdated');
  expect(reloads).toBe(1);
});
