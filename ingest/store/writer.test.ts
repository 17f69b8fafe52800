import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { freePorts } from '../../config/running.fixture.ts';
import { Journal } from '../journal/journal.ts';
import { connect, type Store } from './client.ts';
import { dead, hop, patrol, range } from './facts.fixture.ts';
import { migrate } from './migrate.ts';
import { RunningStore } from './running.fixture.ts';
import { sql } from './sql.ts';
import { startWriter, type Writer } from './writer.ts';

const ZONE = 'Asia/Shanghai';
let running: RunningStore;
let store: Store;
let folder: string;
let journal: Journal;
let logged: { level: number; msg: string }[];
let writer: Writer | null = null;

beforeAll(async () => {
  running = await new RunningStore(await freePorts()).start();
  store = running.connect('writer');
  await migrate(store, ZONE);
});
afterAll(() => running.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiao-writer-'));
  journal = new Journal(folder, ZONE);
  logged = [];
});
afterEach(async () => {
  await writer?.stop();
  await journal.close();
  rmSync(folder, { recursive: true });
});

const log = pino(
  new Writable({
    write(line: Buffer, _, done) {
      logged.push(JSON.parse(line.toString()));
      done();
    },
  }),
);
const start = async (to: Store = store, zone = ZONE) => {
  writer = await startWriter({ journal, store: to, zone, log });
};
/** The `n`th thousand of hops, with something of other kinds among them. */
const take = (n: number) => {
  const facts = [...range(1_000, (i) => hop(n * 1_000 + i)), patrol(n), dead(n)];
  return journal.append([{ source: facts[0]!.source, facts, rejected: false }], 1);
};
const stored = async (): Promise<{ rows: number; different: number }> => {
  const [row] = await store.query<{ rows: number; different: number }>(
    sql`SELECT count() AS rows, uniqExact(id) AS different FROM hops`,
  );
  return row!;
};
const done = () =>
  expect.poll(() => journal.position('store'), { timeout: 20_000 }).toBe(journal.head());

test('the writer carries more than a batch, and goes on where it ended, each row once', async () => {
  for (const n of range(25, (i) => i)) await take(n);
  await start();
  await expect.poll(() => journal.pending(), { timeout: 20_000 }).not.toBe(null);
  await writer?.stop();
  for (const n of range(5, (i) => 25 + i)) await take(n);
  await start();
  await done();
  expect(await stored()).toEqual({ rows: 30_000, different: 30_000 });
  expect(journal.pending()).toBe(null);
  expect(writer?.up()).toBe(true);
});

test('a batch that arrived without its answer is not stored again', async () => {
  const before = (await stored()).rows;
  const refusing: Store = {
    ...store,
    client: new Proxy(store.client, {
      get: (client, name) =>
        name === 'exec'
          ? async (of: Parameters<typeof client.exec>[0]) => {
              const answer = await client.exec(of);
              if (!of.query.startsWith('INSERT INTO hops')) return answer;
              for await (const _ of answer.stream);
              throw new Error('the line broke before the answer');
            }
          : Reflect.get(client, name),
    }),
  };
  await take(100);
  await start(refusing);
  await expect.poll(async () => (await stored()).rows, { timeout: 20_000 }).toBe(before + 1_000);
  expect(journal.position('store')).toBe(0);
  await writer?.stop();
  await start();
  await done();
  expect((await stored()).rows).toBe(before + 1_000);
});

test('a store made for another zone is named as such, once, and keeps nobody from appending', async () => {
  await start(store, 'America/New_York');
  await expect.poll(() => logged.length).toBe(1);
  expect(logged[0]).toMatchObject({
    level: 50,
    msg: expect.stringMatching(/cannot be used.*zone/),
  });
  await take(200);
  expect([journal.position('store'), writer?.up()]).toEqual([0, false]);
});

test('a store that does not answer is waited for', async () => {
  const nobody = connect({ ...running.target('writer'), url: 'http://127.0.0.1:1' });
  await start(nobody);
  await take(300);
  expect(writer?.up()).toBe(false);
  await writer?.stop();
  await nobody.close();
  await start();
  await done();
});
