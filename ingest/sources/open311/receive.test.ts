import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Fact } from '../../../config/contract/facts.ts';
import { Open311Endpoint } from '../../../config/deployment/ports/open311.ts';
import { type Memory, openMemory } from '../first-told.ts';
import { openPort } from '../port.fixture.ts';
import { retryAfter } from '../upstream.ts';
import { createPoll } from './poll.ts';
import { startOpen311 } from './receive.ts';

const MINUTE = 60_000;
const NOW = Date.UTC(2026, 10, 20, 8);
const iso = (at: number) => new Date(at).toISOString();

interface Told {
  service_request_id: string;
  requested_datetime: string;
  [field: string]: unknown;
}
const pothole = (no: string, at: number, fields: object = {}): Told => ({
  service_request_id: no,
  status: 'open',
  status_notes: '',
  service_name: 'Pothole',
  service_code: '002',
  description: 'a deep one',
  agency_responsible: 'Roads',
  requested_datetime: iso(at),
  updated_datetime: iso(at),
  expected_datetime: null,
  address: '1 Main St',
  lat: 31.4,
  long: '120.6',
  media_url: 'http://127.0.0.1:9/never-fetched.jpg',
  ...fields,
});

type Behaviour = (request: URL, response: ServerResponse) => boolean;

/** A city as it ought to be: dates, pages and both formats. `misbehave` says true where it has answered itself. */
class City {
  requests: Told[] = [];
  asked: URL[] = [];
  pages = true;
  misbehave: Behaviour = () => false;
  readonly server = createServer((message, response) => {
    const url = new URL(message.url ?? '/', 'http://city');
    this.asked.push(url);
    if (this.misbehave(url, response)) return;
    this.answer(url, response);
  });

  answer(url: URL, response: ServerResponse): void {
    const query = url.searchParams;
    if (url.pathname.includes('/services')) {
      const service = { service_code: '002', service_name: 'Pothole', group: 'Streets' };
      const xml = `<services><service><service_code>002</service_code><service_name>Pothole</service_name><group>Streets</group></service></services>`;
      response.end(url.pathname.endsWith('json') ? JSON.stringify([service]) : xml);
      return;
    }
    const time = (name: string, otherwise: number) =>
      Date.parse(query.get(name) ?? '') || otherwise;
    const by = query.has('updated_after') ? 'updated' : 'requested';
    const from = time(by === 'updated' ? 'updated_after' : 'start_date', 0);
    const to = time(by === 'updated' ? 'updated_before' : 'end_date', Number.POSITIVE_INFINITY);
    const size = Number(query.get('page_size') ?? 1000);
    const start = this.pages ? (Number(query.get('page') ?? 1) - 1) * size : 0;
    const found = this.requests
      .filter((each) => {
        const at = Date.parse(String(each[`${by}_datetime`]));
        return Number.isNaN(at) || (at >= from && at <= to);
      })
      .slice(start, start + size);
    response.end(url.pathname.endsWith('json') ? JSON.stringify(found) : xmlOf(found));
  }

  async open(): Promise<string> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/open311/v2/`;
  }
  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

const xmlOf = (found: readonly Told[]): string =>
  `<?xml version="1.0" encoding="utf-8"?><service_requests>${found
    .map(
      (each) =>
        `<request>${Object.entries(each)
          .map(([name, value]) =>
            value === null || value === '' ? `<${name}/>` : `<${name}>${String(value)}</${name}>`,
          )
          .join('')}</request>`,
    )
    .join('')}</service_requests>`;

let city: City;
let url: string;
let port: Awaited<ReturnType<typeof openPort>>;
let memory: Memory;
let now: number;
beforeEach(async () => {
  city = new City();
  url = await city.open();
  port = await openPort('chicago');
  memory = openMemory(join(port.context.data, 'told'));
  now = NOW;
});
afterEach(async () => {
  city.close();
  await memory.close();
  await port.close();
});

const endpoint = (settings: object = {}) =>
  Open311Endpoint.parse({ url, source: 'chicago', pageSize: 3, ...settings });
const context = () => ({ ...port.context, now: () => now });
const poll = (settings: object = {}) =>
  createPoll(
    context(),
    endpoint(settings),
    port.journal,
    memory.book('chicago'),
  )(new AbortController().signal);
const hops = (): Extract<Fact, { kind: 'hop' }>[] =>
  port.facts().flatMap((fact) => (fact.kind === 'hop' ? [fact] : []));
const told = () => hops().map(({ upstreamNo, event }) => `${upstreamNo} ${event}`);
const pagesAsked = () => city.asked.filter(({ pathname }) => pathname.includes('requests'));

describe('reading another city', () => {
  it.each(['json', 'xml'] as const)('takes what it tells, page by page, in %s', async (format) => {
    const at = NOW - 60 * MINUTE;
    city.requests = Array.from({ length: 8 }, (_, n) => pothole(`r${n}`, at + n * 1000));
    city.requests[7] = pothole('r7', at, {
      status: 'Closed',
      status_notes: 'filled',
      updated_datetime: iso(at + MINUTE),
      expected_datetime: '2026-11-25T16:00:00+08:00',
    });
    await poll({ format, jurisdiction: 'city.gov' });
    expect(told()).toEqual([...Array.from({ length: 8 }, (_, n) => `r${n} report`), 'r7 close']);
    expect(hops()[7]).toMatchObject({
      source: 'chicago',
      at,
      asOf: at + MINUTE,
      dueAt: Date.UTC(2026, 10, 25, 8),
      category: ['Streets', 'Pothole', '', ''],
      unit: 'Roads',
      lon: 120.6,
      lat: 31.4,
      details: { stage: 'closed', publicAnswer: 'filled' },
      text: { subject: 'Pothole', address: '1 Main St' },
    });
    expect(hops()[7]?.text?.content).toContain('never-fetched.jpg');
    expect(hops()[8]).toMatchObject({ event: 'close', at: at + MINUTE, note: 'filled' });
    const [first] = pagesAsked();
    expect(first?.searchParams.get('jurisdiction_id')).toBe('city.gov');
    expect(first?.searchParams.get('start_date')).toBe('2026-11-06T08:00:00Z');
    expect(first?.searchParams.get('end_date')).toBe('2026-11-20T08:00:00Z');
    expect(port.tally()).toMatchObject({ received: 8, stored: 8 });
  });

  it('goes on from the newest it knows, a little before it, and takes nothing twice', async () => {
    city.requests = [pothole('a', NOW - 60 * MINUTE)];
    await poll({ overlapHours: 1 });
    expect(port.journal.cursor('open311/chicago')).toBe(NOW - 60 * MINUTE);
    now += 5 * MINUTE;
    city.requests.push(pothole('b', now - MINUTE));
    city.asked = [];
    await poll({ overlapHours: 1 });
    expect(pagesAsked()[0]?.searchParams.get('start_date')).toBe(
      iso(NOW - 120 * MINUTE).replace('.000', ''),
    );
    expect(told()).toEqual(['a report', 'b report']);
    expect(port.tally()).toMatchObject({ received: 3, stored: 2, duplicate: 1 });
  });

  it('sees a request closed, touched, opened again and closed again, also over a restart', async () => {
    const at = NOW - 60 * MINUTE;
    const stands = async (status: string, minutes: number) => {
      city.requests = [pothole('a', at, { status, updated_datetime: iso(at + minutes * MINUTE) })];
      await poll();
    };
    await stands('open', 0);
    await stands('closed', 1);
    await stands('closed', 2);
    await memory.close();
    memory = openMemory(join(port.context.data, 'told'));
    await stands('open', 3);
    await stands('open', 3);
    await stands('closed', 4);
    const steps = hops().filter(({ event }) => event !== 'amend');
    expect(steps.map(({ event, at: when }) => [event, (when - at) / MINUTE])).toEqual([
      ['report', 0],
      ['close', 1],
      ['reopen', 3],
      ['close', 4],
    ]);
  });

  it('asks by the time of change where the endpoint can', async () => {
    city.requests = [
      pothole('old', NOW - 500 * 24 * 60 * MINUTE, { updated_datetime: iso(NOW - MINUTE) }),
    ];
    await poll();
    expect(told()).toEqual([]);
    await poll({ askBy: 'updated' });
    expect(told()).toEqual(['old report']);
    expect(port.journal.cursor('open311/chicago')).toBe(NOW - MINUTE);
  });

  it('reads a long absence in spans of at most 90 days', async () => {
    city.requests = [1, 100, 199].map((day) => pothole(`d${day}`, NOW - day * 24 * 60 * MINUTE));
    await poll({ firstDays: 200, overlapHours: 1 });
    expect(told()).toEqual(['d199 report', 'd100 report', 'd1 report']);
    expect(
      new Set(pagesAsked().map(({ searchParams }) => searchParams.get('start_date'))).size,
    ).toBe(3);
  });

  it('reads all of an endpoint that knows no pages', async () => {
    city.pages = false;
    city.requests = Array.from({ length: 40 }, (_, n) =>
      pothole(`p${n}`, NOW - (n + 1) * 37 * MINUTE),
    );
    await poll({ firstDays: 2, overlapHours: 1 });
    expect(new Set(told()).size).toBe(40);
  });

  it('keeps what it cannot understand, with the reason, and takes the rest', async () => {
    city.requests = [
      pothole('good', NOW - MINUTE),
      pothole('', NOW - MINUTE),
      pothole('far', NOW - MINUTE, { lat: 95 }),
      { service_request_id: 'when', requested_datetime: 'yesterday' },
      pothole('odd', NOW - MINUTE, { status: 'archived' }),
      pothole('x'.repeat(300), NOW - MINUTE),
      pothole('late', NOW - MINUTE, { status: 'closed', updated_datetime: '' }),
    ];
    await poll({ pageSize: 100 });
    expect(told()).toEqual(['good report', 'odd report', 'late report', 'late close']);
    expect(hops()[1]?.flags).toContain('unknown-status');
    expect(hops()[3]?.flags).toContain('end-time-unknown');
    expect(port.facts().flatMap((fact) => (fact.kind === 'dead' ? [fact.reason] : []))).toEqual([
      'service_request_id: empty',
      expect.stringMatching(/^place\.lat: /),
      'requested_datetime: "yesterday" is not a date and time in ISO 8601',
      expect.stringMatching(/^upstreamNo: /),
    ]);
    const { received, stored, rejected } = port.tally();
    expect([received, stored, rejected]).toEqual([7, 3, 4]);
  });

  it('calls categories as it is told to', async () => {
    city.requests = [
      pothole('a', NOW - MINUTE),
      pothole('b', NOW - MINUTE, { service_code: 'x', service_name: '' }),
    ];
    await poll({ categories: { '002': ['城市管理', '道路破损'] } });
    expect(hops().map(({ category }) => category.filter(Boolean))).toEqual([
      ['城市管理', '道路破损'],
      ['x'],
    ]);
  });

  it('does not run ahead with a city whose clock does', async () => {
    city.misbehave = (request, response) => {
      if (!request.pathname.includes('requests')) return false;
      response.end(JSON.stringify([pothole('a', Date.UTC(2098, 0, 1))]));
      return true;
    };
    await poll();
    expect(port.journal.cursor('open311/chicago')).toBe(NOW);
  });
});

describe('a city that misbehaves', () => {
  const wrong: [string, (response: ServerResponse) => unknown, string, object?][] = [
    ['is away', (response) => response.destroy(), 'upstream unreachable'],
    ['never ends', (response) => response.write('['), 'upstream too slow', { timeoutSeconds: 0.2 }],
    ['says nothing at all', () => {}, 'upstream too slow', { timeoutSeconds: 0.2 }],
    [
      'breaks off',
      (response) => {
        response.writeHead(200, { 'content-length': 99 });
        response.write('[{', () => response.socket?.destroy());
      },
      'upstream unreachable',
    ],
    [
      'answers too much',
      (response) => response.end(`[${' '.repeat(5000)}]`),
      'answer oversize',
      { maxBytes: 4096 },
    ],
    ['answers a web page', (response) => response.end('<html>no</html>'), 'answer not understood'],
    ['refuses', (response) => response.writeHead(403).end('[{"code":403}]'), 'upstream refused'],
    [
      'sends us elsewhere',
      (response) => response.writeHead(302, { location: '/secret' }).end(),
      'upstream unreachable',
    ],
    [
      'is busy',
      (response) => response.writeHead(503, { 'retry-after': '1' }).end(),
      'upstream busy',
    ],
  ];
  it.each(wrong)(
    '%s: nothing is lost, and it is read once it behaves',
    async (_, behaviour, reason, settings) => {
      city.requests = [
        pothole('a', NOW - MINUTE),
        pothole('b', NOW - MINUTE),
        pothole('c', NOW - MINUTE),
        pothole('d', NOW - MINUTE),
      ];
      // the second page, in the midst of reading
      city.misbehave = (request, response) => {
        if (request.searchParams.get('page') !== '2') return false;
        behaviour(response);
        return true;
      };
      await expect(poll(settings)).rejects.toMatchObject({ reason });
      expect(port.journal.cursor('open311/chicago')).toBeUndefined();
      expect(city.asked.every(({ pathname }) => pathname !== '/secret')).toBe(true);
      city.misbehave = () => false;
      await poll();
      expect(told()).toEqual(['a report', 'b report', 'c report', 'd report']);
      expect(port.journal.cursor('open311/chicago')).toBe(NOW - MINUTE);
    },
  );

  it('is left alone for as long as it asks, within an hour', () => {
    expect(retryAfter('120', NOW)).toBe(120);
    expect(retryAfter('Fri, 20 Nov 2026 08:01:00 GMT', NOW)).toBe(60);
    expect(retryAfter('Fri, 20 Nov 2020 08:01:00 GMT', NOW)).toBe(0);
    expect(retryAfter('99999999999', NOW)).toBe(3600);
    expect(retryAfter('later', NOW)).toBe(0);
    expect(retryAfter(null, NOW)).toBe(0);
  });

  it('is asked again and again until it is stopped; health says what was wrong', async () => {
    let times = 0;
    const readable = new Promise<void>((resolve) => {
      city.misbehave = (_, response) => {
        if (++times > 4) {
          if (times > 8) resolve();
          return false;
        }
        response.writeHead(times % 2 === 0 ? 500 : 200).end('no');
        return true;
      };
    });
    city.requests = [pothole('a', NOW - MINUTE)];
    const running = startOpen311(
      context(),
      endpoint({ everySeconds: 0.01 }),
      port.journal,
      memory.book('chicago'),
    );
    await readable;
    await running.stop();
    expect(told()).toEqual(['a report']);
    expect(port.health().refused).toEqual({ 'answer not understood': 2, 'upstream refused': 2 });
    expect(port.health().clockOffset).not.toBeNull();
    const after = city.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(city.asked.length).toBe(after);
  });
});
