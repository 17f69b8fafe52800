import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Replica } from '../../config/contract/replica.ts';
import { createBearerFinder, type DeskKeys, deskKeys } from '../../config/desk-keys.ts';
import { keepReplica } from '../../config/screen.fixture.ts';
import { type Served, serve } from '../access/served.fixture.ts';
import { listenUws } from './uws.ts';

/** Gateways of the line as processes of their own, as `npm start` runs them, behind a gateway with real sign-ins. */
const ROOT = join(import.meta.dirname, '../..');
const ORIGIN = 8480;
const LINES = [8481, 8482];
const SCREENS = 20;
const PATIENCE = { timeout: 10_000 };

let keys: DeskKeys;
let qiao: Served;
const gateways = new Map<number, ChildProcess>();
let ended: Promise<void> | undefined;
const end = () => {
  ended ??= qiao.close();
  return ended;
};
const bearer = (name: string) => ({ authorization: `Bearer ${keys.tokens[name]?.token}` });

async function launch(port: number): Promise<void> {
  const child = fork(join(ROOT, 'analytics/gateway/main.ts'), [String(port)], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      QIAO_DATA: qiao.data,
      QIAO_PORT: String(ORIGIN),
      QIAO_ORIGIN: qiao.url, // screens come through a proxy that has this address
    },
  });
  gateways.set(port, child);
  await new Promise<void>((ready, fail) => {
    child.on('message', (said: { ready?: boolean }) => said.ready && ready());
    child.on('exit', () => fail(new Error(`the gateway at ${port} ended`)));
  });
}

beforeAll(async () => {
  let bearerOf = createBearerFinder({ tokens: {} });
  qiao = await serve(listenUws, ORIGIN, { bearerOf: (header) => bearerOf(header) });
  keys = deskKeys(qiao.data);
  keys.tokens.prometheus = { role: 'monitor', token: 'prometheus-0123456789' };
  writeFileSync(join(qiao.data, 'desk-keys.json'), JSON.stringify(keys));
  bearerOf = createBearerFinder(keys);
  await Promise.all(LINES.map(launch));
});
afterAll(async () => {
  for (const child of gateways.values()) child.kill('SIGKILL');
  await end();
});

/** A wall that goes to the next gateway when its line breaks, and what it was told of arrivals. */
class Screen {
  readonly told: string[] = [];
  wholes = 0;
  code: number | null = null;
  readonly #headers: Record<string, string>;
  readonly #replica: Replica;
  #ports: number[];
  #socket: WebSocket | null = null;
  #stopped = false;

  constructor(headers: Record<string, string>, ports: number[]) {
    this.#headers = headers;
    this.#ports = ports;
    this.#replica = new Replica(['arrivals'], {
      arrivals: ({ whole, set }, rows) => {
        if (whole) this.wholes++;
        this.told.push(...set.map((number) => rows.keyAt(number)!));
      },
    });
    this.#connect();
  }

  get port(): number {
    return this.#ports[0]!;
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.terminate();
  }

  #connect(): void {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/ws`, { headers: this.#headers });
    this.#socket = socket;
    keepReplica(socket, this.#replica);
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      this.code = code;
      this.#ports = [...this.#ports.slice(1), this.port];
      if (!this.#stopped) setTimeout(() => this.#connect(), 50);
    });
  }
}

let newest = 0;
async function tell(count: number): Promise<void> {
  for (let n = 0; n < count; n++) {
    newest += 1;
    qiao.commit((views) =>
      views.arrivals.set(`${newest}`, { id: `${newest}`, title: `第 ${newest} 件` } as never),
    );
    await sleep(10);
  }
}
const all = () => Array.from({ length: newest }, (_, n) => `${n + 1}`);

async function walls(of: (n: number) => number[]): Promise<Screen[]> {
  const { cookie = '' } = await qiao.as('wall');
  const screens = Array.from({ length: SCREENS }, (_, n) => new Screen({ cookie }, of(n)));
  for (const screen of screens) await expect.poll(() => screen.told, PATIENCE).toEqual(all());
  return screens;
}

test('each says that it serves, whether it follows, and how its screens fare, to a monitor alone', async () => {
  const url = `http://127.0.0.1:${LINES[0]}`;
  const of = (name: string) => ({ headers: bearer(name) });
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/metrics`)).status).toBe(401);
  expect((await fetch(`${url}/metrics`, of('desk'))).status).toBe(403);
  const metrics = await fetch(`${url}/metrics`, of('prometheus'));
  expect(await metrics.text()).toContain('\nqiao_ready 1\n');
  const elsewhere = await fetch(`${url}/api/cases?grid=hq-01`, of('desk'));
  expect(elsewhere.status).toBe(404);
});

test('its token follows the line, and opens nothing else', async () => {
  for (const path of ['/api/deployment', '/api/cases?grid=hq-01', '/metrics', '/api/audit'])
    expect((await fetch(qiao.url + path, { headers: bearer('line') })).status, path).toBe(403);
});

test('kill -9 one: its screens come back on the other, with nothing lost, doubled or reordered', async () => {
  await tell(5);
  const screens = await walls((n) => (n % 2 === 0 ? LINES : LINES.toReversed()));
  const telling = tell(40);
  await sleep(150);
  gateways.get(LINES[0]!)?.kill('SIGKILL');
  await telling;
  for (const screen of screens) await expect.poll(() => screen.told, PATIENCE).toEqual(all());
  expect(new Set(screens.map(({ port }) => port))).toEqual(new Set([LINES[1]]));
  // what was missed came over as changes: each had one whole view, its first
  expect(screens.map(({ wholes }) => wholes)).toEqual(screens.map(() => 1));
  for (const screen of screens) screen.stop();
  await launch(LINES[0]!);
});

test('asked to end, it tells its screens that it goes away, and they go on at the other', async () => {
  const screens = await walls(() => LINES);
  const child = gateways.get(LINES[0]!)!;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await tell(3);
  for (const screen of screens) await expect.poll(() => screen.told, PATIENCE).toEqual(all());
  expect(new Set(screens.map(({ code }) => code))).toEqual(new Set([1001]));
  for (const screen of screens) screen.stop();
});

test('once analytics is gone it is not ready, and says why', async () => {
  await end();
  const url = `http://127.0.0.1:${LINES[1]}/readyz`;
  await expect
    .poll(async () => (await (await fetch(url)).json()) as unknown, PATIENCE)
    .toMatchObject({ ready: false, reasons: [{ reason: 'origin' }] });
});
