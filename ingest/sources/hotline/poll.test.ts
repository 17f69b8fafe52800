import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HotlinePoll, HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import { openPort } from '../port.fixture.ts';
import type { Port } from '../port.ts';
import { startHotlinePoll } from './poll.ts';

type Api = (url: URL, response: ServerResponse, request: IncomingMessage) => void;

const START = Date.parse('2026-01-01T08:00:00+08:00');
const order = (n: number, updated = n) => ({
  办件编号: `order-${n}`,
  诉求主题: `第${n}件`,
  受理时间: '2026-01-01 08:00:00',
  updatedAt: new Date(START + updated * 1000).toISOString(),
});

let port: Awaited<ReturnType<typeof openPort>>;
let api: Api;
let asked: URL[];
let keys: (string | undefined)[];
let polling: Port | null;
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '', 'http://x');
  asked.push(url);
  keys.push(request.headers.authorization);
  api(url, response, request);
});

beforeEach(async () => {
  asked = [];
  keys = [];
  polling = null;
  port = await openPort('12345');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await polling?.stop();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
  await port.close();
});

/** The API as it should be: orders from `since` on, in order, a page of them. */
const honest =
  (orders: () => ReturnType<typeof order>[]): Api =>
  (url, response) => {
    const since = Number(url.searchParams.get('since'));
    const page = orders()
      .filter(({ updatedAt }) => Date.parse(updatedAt) >= since)
      .toSorted((a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt))
      .slice(0, Number(url.searchParams.get('pageSize')));
    response.end(JSON.stringify({ data: { rows: page } }));
  };

const start = (settings: object = {}) => {
  polling = startHotlinePoll(
    port.context,
    HotlineSettings.parse({}),
    HotlinePoll.parse({
      id: 'upstream',
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders?area=320507`,
      items: 'data.rows',
      everySeconds: 0.01,
      backoffSeconds: 0.01,
      longestBackoffSeconds: 0.02,
      timeoutSeconds: 0.3,
      pageSize: 4,
      ...settings,
    }),
    port.journal,
  );
};
const until = async (done: () => boolean) => {
  while (!done()) await sleep(5);
};
const stored = () =>
  port.facts().flatMap((fact) => (fact.kind === 'hop' && fact.event === 'report' ? [fact] : []));
const numbers = () => stored().map(({ upstreamNo }) => upstreamNo);
const named = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => `order-${from + n}`);

describe('a hotline that is polled', () => {
  it('gives its orders page by page, with the key it asks for', async () => {
    const orders = Array.from({ length: 10 }, (_, n) => order(n));
    api = honest(() => orders);
    start();
    await until(() => stored().length === 10);
    expect(numbers()).toEqual(named(0, 10));
    expect(keys[0]).toBe(`Bearer ${port.context.keys.clients['12345']?.upstream}`);
    expect(asked[0]?.searchParams.get('area')).toBe('320507');
    orders.push(order(10));
    await until(() => stored().length === 11);
  });

  it('misbehaves in every way, and not one order is missed', async () => {
    const orders = Array.from({ length: 12 }, (_, n) => order(n));
    const good = honest(() => orders);
    const half: Api = (_, response) => response.end('{"data":{"rows":[{"办件编号":"order-1"');
    const course: Api[] = [
      (_, response) => response.writeHead(500).end('sorry'),
      good,
      half,
      () => {}, // never answers
      (_, response) => response.writeHead(429, { 'retry-after': '0' }).end(),
      good,
      (_, response) => response.socket?.destroy(),
      (_, response) => response.end('{"data":{"rows":{}}}'),
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      (_, response) => response.end(Buffer.from([0xff, 0xfe, 0x00])),
      (_, response) => response.end(`[${'1,'.repeat(5000)}1]`),
      (_, response) => response.end(JSON.stringify({ data: { rows: [null, 7, 'x', {}] } })),
    ];
    api = (...call) => (course.shift() ?? good)(...call);
    start({ maxBytes: 5000 });
    await until(() => stored().length === 12);
    expect(numbers()).toEqual(named(0, 12));
    expect(port.health().refused).toMatchObject({
      'upstream refused': 1,
      'answer not understood': 3,
      'upstream too slow': 1,
      'upstream busy': 1,
      'upstream unreachable': 2,
      'answer oversize': 1,
    });
    const { received, stored: kept, duplicate, rejected } = port.tally();
    expect(received).toBe(kept + duplicate + rejected);
    expect(rejected).toBeGreaterThan(0);
  });

  it('changes orders while they are read: they move to later pages, and nobody else is skipped', async () => {
    const orders = Array.from({ length: 20 }, (_, n) => order(n));
    const good = honest(() => orders);
    let page = 0;
    api = (...call) => {
      good(...call);
      // each page read pushes one order of it to the end, and a new one comes in
      if (page < 10) {
        orders[page] = { ...order(page, 100 + page), 诉求主题: `第${page}件,已变更` };
        orders.push(order(20 + page, 200 + page));
        page++;
      }
    };
    start();
    await until(() => stored().length === 30);
    expect(new Set(numbers())).toEqual(new Set(named(0, 30)));
  });

  it('has more orders of one instant than a page holds', async () => {
    const orders = Array.from({ length: 11 }, (_, n) => order(n, 5));
    api = honest(() => [...orders, order(11, 6)]);
    start();
    await until(() => stored().length === 12);
    expect(asked.map((url) => Number(url.searchParams.get('pageSize'))).slice(0, 4)).toEqual([
      4, 4, 8, 16,
    ]);
  });

  it('that cannot be gone on with says so, and the cursor stays', async () => {
    api = (_, response) =>
      response.end(JSON.stringify({ data: { rows: [order(3), order(2), order(1), order(0)] } }));
    start({ largestPage: 8 });
    await until(() => (port.health().refused['page not in order'] ?? 0) > 1);
    expect(stored()).toHaveLength(4);
    expect(port.journal.cursor('hotline/upstream')).toBeUndefined();
    api = (_, response) =>
      response.end(
        JSON.stringify({ data: { rows: Array.from({ length: 99 }, () => order(1, 0)) } }),
      );
    await until(() => (port.health().refused['pages without end'] ?? 0) > 0);
  });

  it('is gone on with after a restart where it was, and never past the present', async () => {
    api = honest(() => [order(0), order(1), order(2, 10 ** 9)]);
    start();
    await until(() => stored().length === 3);
    await polling?.stop();
    const cursor = port.journal.cursor('hotline/upstream') ?? 0;
    expect(cursor).toBeGreaterThan(START);
    expect(cursor).toBeLessThanOrEqual(Date.now());
    asked = [];
    start({ cursor: { overlap: 1000 } });
    await until(() => asked.length > 0);
    expect(Number(asked[0]?.searchParams.get('since'))).toBe(cursor - 1000);
  });

  it('numbers its orders instead of dating them', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => ({ ...order(n), id: n + 1 }));
    api = (url, response) => {
      const after = Number(url.searchParams.get('after'));
      const page = rows.filter(({ id }) => id >= after).slice(0, 4);
      response.end(JSON.stringify({ data: { rows: page } }));
    };
    start({ cursor: { parameter: 'after', field: 'id', kind: 'number' } });
    await until(() => stored().length === 9);
    await until(() => port.journal.cursor('hotline/upstream') === 9);
  });
});
