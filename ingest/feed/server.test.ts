import { once } from 'node:events';
import { pack, unpack } from 'msgpackr';
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { FeedMessage, FeedRequest } from '../../config/contract/feed.ts';
import { sourceId, stationId } from '../../config/contract/ids.ts';
import { freePorts } from '../../config/running.fixture.ts';
import type { Journal } from '../journal/journal.ts';
import type { Offer } from '../journal/offer.ts';
import { tallyOf } from '../journal/tally.ts';
import { openPort } from '../sources/port.fixture.ts';
import { clockOf, statusOf } from '../status.ts';
import { type FeedServer, startFeed } from './server.ts';

const source = sourceId('water');
const offer = (n: number): Offer => ({
  source,
  rejected: false,
  facts: [
    {
      kind: 'reading',
      id: `r${n}`,
      version: 0,
      source,
      station: stationId('s'),
      factor: '39',
      at: n,
      interval: 'realtime',
      value: n,
      unit: 'm',
      flag: 'N',
      stat: 'value',
      flags: [],
    },
  ],
});

let opened: Awaited<ReturnType<typeof openPort>>;
let port: number;
let journal: Journal;
let feed: FeedServer;

async function serve(): Promise<void> {
  feed = await startFeed({
    port,
    token: 'the token',
    journal,
    log: pino({ level: 'silent' }),
    status: () =>
      statusOf({
        journal,
        book: opened.book,
        intake: opened.context.intake,
        clock: clockOf(journal, opened.context.deployment, null, Date.now()),
        demo: false,
        storeUp: true,
        backfill: null,
      }),
    submit: async (alerts) => {
      const origin = { source: 'analytics', place: 'feed', raw: () => '' };
      const receipts = await opened.context.intake.take(alerts.map((draft) => ({ origin, draft })));
      return tallyOf(receipts.map(({ outcome }) => outcome));
    },
  });
}

/** A reader that collects what it hears. */
async function reader(token = 'the token') {
  const ws = new WebSocket(`ws://127.0.0.1:${port}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const heard: FeedMessage[] = [];
  ws.on('message', (bytes: Buffer) => heard.push(unpack(bytes) as FeedMessage));
  await once(ws, 'open');
  const seqs = () => heard.flatMap((m) => (m.t === 'entries' ? m.entries.map((e) => e.seq) : []));
  return { ws, heard, seqs, say: (request: FeedRequest) => ws.send(pack(request)) };
}

beforeEach(async () => {
  opened = await openPort('water');
  journal = opened.journal;
  port = await freePorts();
  await serve();
});
afterEach(async () => {
  await feed.close();
  await opened.close();
});

it('gives every entry once and in order, over a restart of the feed', async () => {
  await journal.append(
    Array.from({ length: 5_000 }, (_, n) => offer(n)),
    1,
  );
  const first = await reader();
  first.say({ t: 'follow', reader: 'analytics', after: 0 });
  await expect.poll(() => first.seqs().length).toBe(5_000);
  await journal.append([offer(5_000)], 1);
  await expect.poll(() => first.seqs().at(-1)).toBe(5_001);
  first.say({ t: 'reached', seq: 4_000 });
  await expect.poll(() => journal.position('analytics')).toBe(4_000);

  await feed.close();
  await serve();
  const second = await reader();
  second.say({ t: 'follow', reader: 'analytics', after: 5_001 });
  await journal.append([offer(5_001), offer(3)], 1);
  await expect.poll(() => second.seqs()).toEqual([5_002]);
  expect(first.seqs()).toEqual(Array.from({ length: 5_001 }, (_, n) => n + 1));
});

it('starts a new reader where the store ends', async () => {
  await journal.append([1, 2].map(offer), 1);
  await journal.append([offer(3)], 7);
  await journal.settle({ from: 1, to: 2 });
  const one = await reader();
  one.say({ t: 'follow', reader: 'analytics', after: 'stored' });
  await expect.poll(() => one.seqs()).toEqual([3]);
  expect(one.heard[0]).toMatchObject({ t: 'welcome', after: 2, status: { head: 3, stored: 2 } });
  expect(one.heard[0]).toMatchObject({ status: { unstoredSince: 7 } });
});

it('takes an alert once, however often it is submitted', async () => {
  const one = await reader();
  one.say({ t: 'follow', reader: 'analytics', after: 0 });
  const alert = {
    kind: 'alert' as const,
    id: '',
    version: 0,
    alertId: 'overdue:c:5' as never,
    source: sourceId('analytics'),
    phase: 'raised' as const,
    rule: 'overdue',
    ruleVersion: 1,
    level: 'red' as const,
    at: 5,
    caseId: null,
    grid: '' as never,
    unit: '' as never,
    title: { zh: '超期', en: 'Overdue' },
    figures: null,
    evidence: [],
  };
  one.say({ t: 'submit', n: 1, facts: [alert] });
  one.say({ t: 'submit', n: 2, facts: [alert] });
  await expect
    .poll(() => one.heard.flatMap((m) => (m.t === 'submitted' ? [[m.n, m.tally]] : [])))
    .toEqual([
      [1, { received: 1, stored: 1, duplicate: 0, rejected: 0 }],
      [2, { received: 1, stored: 0, duplicate: 1, rejected: 0 }],
    ]);
  expect(one.seqs()).toEqual([1]);
});

it('refuses a wrong token and what it does not understand', async () => {
  await expect(reader('another')).rejects.toThrow(/401/);
  const one = await reader();
  one.ws.send(Buffer.from('not msgpack'));
  const [code] = await once(one.ws, 'close');
  expect(code).toBe(1008);
});
