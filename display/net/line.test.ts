import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { encodeReload, messagesOf } from '../../config/contract/frame-codec.ts';
import { Replica } from '../../config/contract/replica.ts';
import { type Frame, type Hello, Said, showAll, wholeOf } from '../../config/contract/wire.ts';
import type { State } from './connection.ts';
import { type OpenLine, openLine } from './line.ts';

let server: WebSocketServer;
let port = 0;
let states: State[] = [];
let line: OpenLine | undefined;
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
const send = (socket: WebSocket, part: Partial<Frame>) => {
  const frame = { t: 'frame' as const, epoch: 'e', from: 0, to: 7, at: 1, parts: [], ...part };
  for (const message of messagesOf(frame)) socket.send(message);
};
const first = { parts: [wholeOf('mix', [])] };
/** The next screen that says hello, with what it said. */
const greeted = async (): Promise<{ socket: WebSocket; hello: Hello }> => {
  const [socket] = (await once(server, 'connection')) as [WebSocket];
  const [data] = (await once(socket, 'message')) as [Buffer];
  return { socket, hello: Said.parse(JSON.parse(data.toString())) as Hello };
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
  const before = greeted();
  openScreen();
  const { socket, hello } = await before;
  expect(hello.have).toBeNull();
  send(socket, first);
  await until('live');

  await close();
  await until('waiting');
  await listen(port);
  const again = await greeted();
  expect(again.hello.have).toEqual({ epoch: 'e', offset: 7, views: ['mix'] });
  send(again.socket, { from: 7 });
  await until('live');
});

it('takes silence for a loss: a server that is open but says nothing is given up', async () => {
  const before = greeted();
  openScreen();
  const { socket } = await before;
  send(socket, first);
  await until('live');
  const second = greeted();
  await until('waiting');
  send((await second).socket, first);
  await until('live');
});

it('renews the line on a gap, and then holds nothing', async () => {
  const before = greeted();
  openScreen();
  const { socket } = await before;
  send(socket, first);
  const second = greeted();
  send(socket, { from: 8, to: 9 });
  expect((await second).hello.have).toBeNull();
});

it('says what it shows when that changes, on the line that is open', async () => {
  const before = greeted();
  const replica = openScreen();
  const { socket } = await before;
  send(socket, first);
  await until('live');
  const said = once(socket, 'message');
  line?.show(replica.change(showAll(['units'])));
  const show = { t: 'show', turn: 1, show: showAll(['units']) };
  expect(JSON.parse(String((await said)[0]))).toEqual(show);
});

it('loads the page anew when the server speaks another version, and goes on asking until it is', async () => {
  const before = greeted();
  openScreen();
  (await before).socket.send(encodeReload(3));
  await until('outdated');
  expect(reloads).toBe(1);
  (await greeted()).socket.send(encodeReload(3));
  await expect.poll(() => reloads).toBe(2);
});
