import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pack, unpack } from 'msgpackr';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { liveClock } from '../config/contract/clock.ts';
import type { AlertEvent, Fact } from '../config/contract/facts.ts';
import type { FeedMessage, FeedRequest } from '../config/contract/feed.ts';
import { VIEW_NAMES, type ViewName, type Views } from '../config/contract/picture.ts';
import { Replica } from '../config/contract/replica.ts';
import { type Frame, isWhole } from '../config/contract/wire.ts';
import { HOUR } from '../config/contract/zone.ts';
import { credentials } from '../config/credentials.ts';
import { deskKeys } from '../config/desk-keys.ts';
import { keepReplica } from '../config/screen.fixture.ts';
import { startTestStore, type TestStore } from './queries/test-store.ts';
import { hop, Numbered, patrol } from './state/samples.ts';

const ROOT = join(import.meta.dirname, '..');
const PORT = 7880;
const NOW = Date.now();

/** The journal side of the feed, speaking config/contract/feed.ts over a plain list of facts. */
class TestFeed {
  readonly journal: Fact[] = [];
  readonly follows: (number | 'stored')[] = [];
  /** Newest position that was written to the store. */
  stored = 0;
  #server: WebSocketServer | null = null;
  readonly #readers = new Set<WebSocket>();

  constructor(readonly token: string) {}

  open(): void {
    this.#server = new WebSocketServer({
      host: '127.0.0.1',
      port: PORT + 2,
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        req.headers.authorization === `Bearer ${this.token}`,
    });
    this.#server.on('connection', (ws) => {
      const status = setInterval(() => this.#say(ws, { t: 'status', status: this.#status() }), 200);
      ws.on('close', () => {
        clearInterval(status);
        this.#readers.delete(ws);
      });
      ws.on('message', (bytes: Buffer) => {
        const request = unpack(bytes) as FeedRequest;
        if (request.t === 'follow') {
          this.follows.push(request.after);
          const after = request.after === 'stored' ? this.stored : request.after;
          this.#say(ws, { t: 'welcome', after, status: this.#status() });
          this.#say(ws, { t: 'entries', entries: this.#entries(after) });
          this.#readers.add(ws);
        } else if (request.t === 'submit') {
          for (const fact of request.facts) if (fact.kind !== 'step') this.add(fact);
          const count = request.facts.length;
          const tally = { received: count, stored: count, duplicate: 0, rejected: 0 };
          this.#say(ws, { t: 'submitted', n: request.n, tally });
        }
      });
    });
  }

  add(fact: Fact): void {
    if (this.journal.some((known) => known.id === fact.id)) return;
    this.journal.push(fact);
    for (const ws of this.#readers)
      this.#say(ws, { t: 'entries', entries: this.#entries(this.journal.length - 1) });
  }

  close(): void {
    for (const ws of this.#server?.clients ?? []) ws.terminate();
    this.#server?.close();
  }

  #entries(after: number) {
    const journal = new Numbered();
    return this.journal.map((fact) => journal.entry(fact, NOW)).slice(after);
  }

  #status() {
    const { length: head } = this.journal;
    const clock = liveClock(Date.now());
    return {
      clock,
      demo: false,
      head,
      stored: this.stored,
      unstoredSince: null,
      storeUp: true,
      backfill: null,
      ports: [],
    };
  }

  #say(ws: WebSocket, message: FeedMessage): void {
    ws.send(pack(message));
  }
}

/** A screen as config/contract/wire.ts has it. */
function screen() {
  const replica = new Replica(VIEW_NAMES);
  const ws = new WebSocket(`ws://127.0.0.1:${PORT}/ws`, { headers: officer() });
  keepReplica(ws, replica);
  const rows = <V extends ViewName>(view: V): Views[V][] => [...replica.rows[view].values()];
  return { rows, close: () => ws.terminate() };
}

async function until<T>(look: () => T, holds: (value: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 400; tries++) {
    const value = look();
    if (holds(value)) return value;
    await sleep(25);
  }
  return look();
}

let store: TestStore;
const officer = () => ({ authorization: `Bearer ${deskKeys(store.data).tokens.desk?.token}` });
let feed: TestFeed;
let analytics: ChildProcess;
const environment = () => ({
  ...process.env,
  QIAO_DATA: store.data,
  QIAO_PORT: String(PORT),
  QIAO_DEPLOYMENT: 'huangqiao',
});

async function start(): Promise<void> {
  analytics = fork(join(ROOT, 'analytics/main.ts'), {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: environment(),
  });
  await once(analytics, 'message');
}

const recent = (no: string, of: Partial<Parameters<typeof hop>[0]> = {}) =>
  hop({ no, at: NOW - HOUR, receivedAt: NOW - HOUR, dueAt: NOW + 24 * HOUR, ...of });

beforeAll(async () => {
  store = await startTestStore(PORT + 1, 'Asia/Shanghai');
  feed = new TestFeed(credentials(store.data).feed);
  feed.journal.push(
    recent('1'),
    recent('2'),
    recent('2', { event: 'close', at: NOW - HOUR / 2 }),
    patrol({ reportNo: '1', at: NOW - HOUR }),
  );
  feed.stored = await store.insert(feed.journal, 1);
});
afterAll(async () => {
  feed.close();
  if (analytics.exitCode === null) {
    analytics.kill('SIGTERM');
    await once(analytics, 'exit');
  }
  await store.stop();
});

test('the wall is served before there is a feed, and says that it has none', async () => {
  await start();
  const { rows, close } = screen();
  const [system] = await until(
    () => rows('system'),
    (found) => found.length > 0,
  );
  expect(system).toMatchObject({ feedUp: false, folded: 0 });
  expect((await fetch(`http://127.0.0.1:${PORT}/healthz`)).status).toBe(200);
  const ready = await fetch(`http://127.0.0.1:${PORT}/readyz`);
  const { reasons } = (await ready.json()) as { reasons: { reason: string }[] };
  expect(ready.status).toBe(503);
  expect(reasons.map(({ reason }) => reason)).toEqual(['feed', 'store', 'fold']);
  close();
});

test('what the store holds and what the feed brings after it become one picture', async () => {
  feed.add(recent('3'));
  feed.open();
  const { rows, close } = screen();
  await until(
    () => rows('cases'),
    (cases) => cases.length === 2,
  );
  expect(
    rows('cases')
      .map((row) => row.upstreamNo)
      .sort(),
  ).toEqual(['1', '3']);
  expect(rows('arrivals')).toHaveLength(4);
  feed.add(recent('4', { grid: rows('grids')[0]!.grid }));
  await until(
    () => rows('cases'),
    (cases) => cases.length === 3,
  );
  expect(rows('grids')[0]).toMatchObject({ open: 1 });
  expect(feed.follows).toEqual(['stored']);
  await expect.poll(async () => (await fetch(`http://127.0.0.1:${PORT}/readyz`)).status).toBe(200);
  close();
});

test('the line breaks: the picture stands, says so, and goes on where it was', async () => {
  const { rows, close } = screen();
  await until(
    () => rows('system'),
    ([system]) => system?.feedUp === true,
  );
  const { length } = feed.journal;
  feed.close();
  await until(
    () => rows('system'),
    ([system]) => system?.feedUp === false,
  );
  expect(rows('cases')).toHaveLength(3);
  feed.add(recent('5'));
  feed.open();
  await until(
    () => rows('cases'),
    (cases) => cases.length === 4,
  );
  expect(rows('cases')).toHaveLength(4);
  expect(feed.follows.at(-1)).toBe(length);
  close();
});

test('an overdue case is alerted by way of the journal, and not again after a restart', async () => {
  const { rows, close } = screen();
  feed.add(recent('6', { dueAt: NOW - 1 }));
  const [alert] = await until(
    () => rows('alerts').filter(({ rule }) => rule === 'overdue'),
    (alerts) => alerts.some(({ level }) => level === 'red'),
  );
  expect(alert).toMatchObject({ at: NOW });
  const alerts = () =>
    feed.journal.filter(
      (fact): fact is AlertEvent => fact.kind === 'alert' && fact.rule === 'overdue',
    );
  const told = alerts().map(({ level }) => level);
  expect(told).toEqual(['yellow', 'red']);
  close();

  analytics.kill('SIGKILL');
  await once(analytics, 'exit');
  await start();
  const again = screen();
  await until(
    () => again.rows('alerts'),
    (rows) => rows.length > 0,
  );
  await sleep(2_500); // two rounds of judging
  expect(alerts()).toHaveLength(told.length);
  again.close();
});

test('what comes late of a case that has ended waits while the store is behind, and the wall says so', async () => {
  const { rows, close } = screen();
  const waiting = (cases: number) =>
    until(
      () => rows('system'),
      ([system]) => system?.folded === feed.journal.length && system.unheld === cases,
    );
  const ended = () => rows('cases').filter((row) => row.upstreamNo === '2');
  feed.add(recent('2', { event: 'comment', at: NOW - 2 * HOUR }));
  expect(await waiting(1)).toMatchObject([{ unheld: 1 }]);
  expect(ended()).toEqual([]);
  feed.stored = await store.insert(feed.journal.slice(feed.stored), feed.stored + 1);
  expect(await waiting(0)).toMatchObject([{ unheld: 0 }]);
  expect(ended()).toEqual([]);
  close();
});

test('the recount agrees, by request and by command', async () => {
  const answer = await fetch(`http://127.0.0.1:${PORT}/api/recount`, {
    method: 'POST',
    headers: officer(),
  });
  const row = (await answer.json()) as {
    differences: number;
    compared: number;
    examples: string[];
  };
  expect(row.examples).toEqual([]);
  expect(row.differences).toBe(0);
  const run = await new Promise<string>((done, fail) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', 'analytics/recount/cli.ts'],
      { cwd: ROOT, env: environment() },
      (error, out) => (error ? fail(error) : done(out)),
    );
  });
  expect(run).toMatch(/^compared \d+, differences 0/);
});

test('screens of a gateway of the line that is killed go on at analytics from what they hold', async () => {
  const port = PORT + 9;
  const serving = fork(join(ROOT, 'analytics/gateway/main.ts'), [String(port)], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: environment(),
  });
  await once(serving, 'message');
  await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  const replica = new Replica(VIEW_NAMES);
  const open = (at: number, headers: Record<string, string>) => {
    const ws = new WebSocket(`ws://127.0.0.1:${at}/ws`, { headers });
    const frames: Frame[] = [];
    keepReplica(ws, replica, (message) => {
      if (message.t === 'frame') frames.push(message);
    });
    return { ws, frames };
  };
  const stranger = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const [refused] = (await once(stranger, 'error')) as [Error];
  expect(refused.message).toContain('401');

  const { ws } = open(port, officer());
  await until(
    () => replica,
    ({ filled }) => filled,
  );
  serving.kill('SIGKILL');
  await once(ws, 'close');
  feed.add(recent('after'));
  const { ws: next, frames } = open(PORT, officer());
  await until(
    () => replica.rows.cases.has('12345:after:0'),
    (found) => found,
  );
  expect(replica.rows.cases.has('12345:after:0')).toBe(true);
  expect(frames.flatMap(({ parts }) => parts).filter(isWhole)).toEqual([]);
  next.terminate();
});

test('a taken port is one clear message', async () => {
  const second = fork(join(ROOT, 'analytics/main.ts'), {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  second.stderr?.on('data', (data: Buffer) => {
    said += data;
  });
  const [code] = await once(second, 'exit');
  expect([code, said.trim()]).toEqual([
    1,
    `Port ${PORT} is taken. Stop what listens there, or set QIAO_PORT.`,
  ]);
});

test('asked to end, it tells its screens that it goes away, and ends before its time is up', async () => {
  const ws = new WebSocket(`ws://127.0.0.1:${PORT}/ws`, { headers: officer() });
  await once(ws, 'open');
  const closed = once(ws, 'close');
  const exited = once(analytics, 'exit');
  analytics.kill('SIGTERM');
  expect((await closed)[0]).toBe(1001);
  expect((await exited)[0]).toBe(0);
});
