import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpSettings } from '../../../config/deployment/ports/http.ts';
import { Open311Settings } from '../../../config/deployment/ports/open311.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { type Memory, openMemory } from '../first-told.ts';
import { startHttp } from '../http/server.ts';
import { openPort } from '../port.fixture.ts';
import type { Lookup, PublicRequest, Wanted } from './lookup.ts';
import { REQUESTS, readAnswer, SERVICES } from './read-answer.ts';
import { readRequest } from './read-request.ts';
import { open311Routes } from './routes.ts';

/** 2026-11-20 16:00 in Suzhou. */
const NOW = Date.UTC(2026, 10, 20, 8);

let port: Awaited<ReturnType<typeof openPort>>;
let memory: Memory;
let http: Awaited<ReturnType<typeof startHttp>>;
let now: number;
let stored: PublicRequest[];
let asked: Wanted[];
let lookup: Lookup;
let closed: Unavailable | null;

beforeEach(async () => {
  port = await openPort('open311');
  memory = openMemory(join(port.context.data, 'told'));
  now = NOW;
  stored = [];
  asked = [];
  closed = null;
  lookup = async (wanted) => {
    asked.push(wanted);
    return stored.filter(({ no }) => wanted.numbers?.includes(no) ?? true);
  };
  const { intake, log } = port.context;
  const guarded: typeof intake = {
    ...intake,
    take: async (records) => {
      if (closed) throw closed;
      return intake.take(records);
    },
  };
  http = await startHttp({
    at: { host: '127.0.0.1', port: 0 },
    routes: open311Routes(
      { ...port.context, intake: guarded, now: () => now },
      Open311Settings.parse({ jurisdiction: 'huangqiao.suzhou', contact: '热线 <12345>' }),
      (wanted) => lookup(wanted),
      memory.book('open311'),
    ),
    settings: HttpSettings.parse({}),
    intake,
    log,
  });
});
afterEach(async () => {
  await http.close();
  await memory.close();
  await port.close();
});

const at = (path: string) => `http://127.0.0.1:${http.port}/open311/v2/${path}`;
const get = async (path: string) => {
  const response = await fetch(at(path));
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const json = async (path: string) => JSON.parse((await get(path)).text);
const key = () => port.context.keys.clients.open311?.upstream ?? '';
const post = async (fields: Record<string, string>, path = 'requests.json') => {
  const response = await fetch(at(path), { method: 'POST', body: new URLSearchParams(fields) });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const rubbish = async () => {
  const services = (await json('services.json')) as {
    service_code: string;
    service_name: string;
  }[];
  return services.find(({ service_name }) => service_name === '暴露垃圾')?.service_code ?? '';
};
const report = async (changes: Record<string, string> = {}) => ({
  api_key: key(),
  service_code: await rubbish(),
  lat: '31.38',
  long: '120.58',
  address_string: '占上路 8 号',
  description: '垃圾多日未清, 我的电话 13812345678',
  first_name: '三',
  last_name: '张',
  phone: '13912345678',
  email: 'zhang@example.org',
  media_url: 'http://127.0.0.1:9/photo.jpg',
  ...changes,
});
const dead = () => port.facts().filter((fact) => fact.kind === 'dead');

describe('what we serve to civic apps', () => {
  it('may be called by a page of any site, its refusals too', async () => {
    const asked = await fetch(at('requests.json'), {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    expect(asked.headers.get('access-control-allow-methods')?.split(', ').sort()).toEqual([
      'GET',
      'POST',
    ]);
    for (const { status, headers } of [
      await get('services.json'),
      await get('requests/nothing.json'),
      await post(await report({ api_key: 'wrong' })),
      await post(await report()),
    ])
      expect([headers.get('access-control-allow-origin'), status < 500]).toEqual(['*', true]);
    const elsewhere = await fetch(at('nowhere'), { method: 'OPTIONS' });
    expect(elsewhere.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is discovered, in both formats', async () => {
    expect(await json('discovery.json')).toMatchObject({
      contact: '热线 <12345>',
      endpoints: [
        {
          specification: 'http://wiki.open311.org/GeoReport_v2',
          url: at('').slice(0, -1),
          type: 'production',
          formats: ['text/xml', 'application/json'],
        },
      ],
    });
    const { text, headers } = await get('discovery.xml');
    expect(headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(text).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<discovery>/);
    expect(text).toContain('<contact>热线 &lt;12345&gt;</contact>');
    expect(text).toContain('<formats><format>text/xml</format><format>application/json</format>');
  });

  it('lists our finest categories as services, which our own reader reads', async () => {
    const services = (await json('services.json')) as object[];
    expect(services.length).toBeGreaterThan(10);
    expect(services).toContainEqual({
      service_code: expect.stringMatching(/^[0-9a-f]{10}$/),
      service_name: '暴露垃圾',
      description: '城市管理 / 市容环境 / 暴露垃圾',
      metadata: false,
      type: 'realtime',
      keywords: 'Urban management,Street cleanliness,Exposed rubbish',
      group: '城市管理',
    });
    const xml = Buffer.from((await get('services.xml')).text);
    const read = readAnswer(xml, 'xml', SERVICES);
    expect(read.ok && read.value).toHaveLength(services.length);
    const code = await rubbish();
    expect(await json(`services/${code}.json`)).toEqual({ service_code: code, attributes: [] });
    expect((await get(`services/${code}.xml`)).text).toContain(
      `<service_definition><service_code>${code}</service_code>`,
    );
  });

  it('a posted request is a case, durable before it is answered; the person is masked', async () => {
    const { status, text } = await post(await report());
    expect(status).toBe(200);
    const [{ service_request_id: no }] = JSON.parse(text);
    expect(no).toMatch(/^261120-[0-9a-f]{12}$/);
    expect(port.facts()).toMatchObject([
      {
        kind: 'hop',
        event: 'report',
        caseId: `open311:${no}:0`,
        at: NOW,
        channel: 'app',
        category: ['城市管理', '市容环境', '暴露垃圾', ''],
        unit: 'enforcement',
        lon: 120.58,
        lat: 31.38,
        text: {
          subject: '暴露垃圾',
          content: '垃圾多日未清, 我的电话 138****5678\nhttp://127.0.0.1:9/photo.jpg',
          address: '占上路 8 号',
          caller: '张*',
          phone: '139****5678',
        },
      },
    ]);
    expect(JSON.stringify(port.facts())).not.toMatch(/13812345678|13912345678|zhang@/);
  });

  it('a post repeated for want of an answer is the same request; tomorrow it is another', async () => {
    const again = await report();
    const [first, second] = [await post(again), await post(again)];
    expect(second.text).toBe(first.text);
    now += 3_600_000;
    const shuffled = Object.fromEntries(Object.entries(again).toReversed());
    expect((await post(shuffled)).text).toBe(first.text);
    expect(port.tally()).toMatchObject({ received: 3, stored: 1, duplicate: 2 });
    now += 86_400_000;
    expect((await post(again)).text).not.toBe(first.text);
  });

  it('answers in XML as it was posted to, and by token', async () => {
    const { text } = await post(await report(), 'requests.xml');
    const no = /<service_request_id>(.+)<\/service_request_id>/.exec(text)?.[1];
    expect(text).toContain('<service_requests><request><service_request_id>');
    expect(await json(`tokens/${no}.json`)).toEqual([{ service_request_id: no, token: no }]);
    expect((await get(`tokens/${no}.xml`)).text).toContain(`<token>${no}</token>`);
    // not in the store yet
    expect(await json(`requests/${no}.json`)).toMatchObject([
      {
        service_request_id: no,
        status: 'open',
        requested_datetime: '2026-11-20T16:00:00+08:00',
        lat: 31.38,
        description: null,
      },
    ]);
  });

  it('tells how requests stand, and our own reader reads it', async () => {
    stored = [
      {
        no: '261101-aa',
        open: false,
        category: ['城市管理', '市容环境', '暴露垃圾'],
        unit: 'enforcement',
        address: 'A & B <路>\u0001',
        place: { lon: 120.5, lat: 31.3 },
        requestedAt: NOW - 7_200_000,
        updatedAt: NOW - 3_600_000,
        expectedAt: NOW,
      },
    ];
    const [row] = await json('requests.json');
    expect(row).toMatchObject({
      service_request_id: '261101-aa',
      status: 'closed',
      service_code: await rubbish(),
      service_name: '暴露垃圾',
      agency_responsible: expect.stringMatching(/[\u4e00-\u9fff]/),
      updated_datetime: '2026-11-20T15:00:00+08:00',
    });
    for (const format of ['xml', 'json'] as const) {
      const bytes = Buffer.from((await get(`requests.${format}`)).text);
      const read = readAnswer(bytes, format, REQUESTS);
      expect(read.ok && read.value.map((item) => readRequest(item, 'UTC'))).toMatchObject([
        { ok: true, value: { no: '261101-aa', status: 'closed', requestedAt: NOW - 7_200_000 } },
      ]);
    }
    expect((await get('requests.xml')).text).toContain('<address>A &amp; B &lt;路&gt;</address>');
    stored = [];
    expect((await get('requests.xml')).text).toContain('<service_requests/>');
  });

  it('passes the filters on', async () => {
    const code = await rubbish();
    await get(
      `requests.json?service_code=${code},unknown&status=open&start_date=2026-11-01T00:00:00Z&end_date=2026-11-02T00:00:00%2B08:00&page=3&page_size=50`,
    );
    await get('requests.json?service_request_id=a,b&status=closed');
    await get('requests.json?jurisdiction_id=huangqiao.suzhou&status=open,closed');
    expect(asked).toEqual([
      {
        categories: [['城市管理', '市容环境', '暴露垃圾']],
        open: true,
        from: Date.UTC(2026, 10, 1),
        to: Date.UTC(2026, 10, 1, 16),
        limit: 50,
        offset: 100,
      },
      { numbers: ['a', 'b'], limit: 1000, offset: 0 },
      { from: NOW + 1 - 90 * 86_400_000, to: NOW + 1, limit: 1000, offset: 0 },
    ]);
  });
});

describe('what is refused, in the form of the standard', () => {
  it.each([
    ['requests.json?jurisdiction_id=elsewhere', 404, 'jurisdiction_id "elsewhere" was not found'],
    ['requests.json?start_date=soon', 400, 'start_date: "soon" is not a date and time in ISO 8601'],
    ['requests.json?status=lost', 400, 'status: "lost" is neither open nor closed'],
    ['requests.json?page=0', 400, 'page: "0" is not a whole number from 1 to 1000000'],
    ['requests.json?page_size=5000', 400, 'page_size: "5000" is not a whole number from 1 to 1000'],
    ['requests/none.json', 404, 'service_request_id "none" was not found'],
    ['tokens/none.json', 404, 'token "none" was not found'],
    ['services/none.json', 404, 'service_code "none" was not found'],
  ])('%s', async (path, code, description) => {
    const { status, text } = await get(path);
    expect(status).toBe(code);
    expect(JSON.parse(text)).toEqual([{ code, description }]);
    const xml = await get(path.replace('.json', '.xml'));
    expect(xml.status).toBe(code);
    expect(xml.text).toContain(`<errors><error><code>${code}</code><description>`);
  });

  it('a format that we do not speak', async () => {
    expect((await get('requests/1.yaml')).status).toBe(404);
    expect((await get('requests/1')).status).toBe(404);
  });

  it('nobody without a key', async () => {
    for (const api_key of ['', 'wrong', `${key()}x`]) {
      const { status, text } = await post({ ...(await report()), api_key });
      expect(status).toBe(403);
      expect(JSON.parse(text)).toEqual([
        { code: 403, description: 'the api_key is missing or unknown' },
      ]);
    }
    expect(port.health().refused).toEqual({ 'unknown api_key': 3 });
    expect(port.facts()).toEqual([]);
  });

  it.each([
    [{ service_code: '' }, 400, 'service_code was not provided'],
    [{ service_code: '__proto__' }, 404, 'service_code "__proto__" was not found'],
    [{ lat: '95' }, 400, 'lat: "95" is not a coordinate in degrees (WGS 84)'],
    [{ long: 'east' }, 400, 'long: "east" is not a coordinate in degrees (WGS 84)'],
    [{ lat: '' }, 400, 'lat and long belong together'],
    [
      { lat: '', long: '', address_string: '' },
      400,
      'neither lat and long nor address_string was provided',
    ],
    [{ description: 'x'.repeat(4001) }, 400, 'description: more than 4000 characters'],
    [{ media_url: 'javascript:alert(1)' }, 400, 'media_url: not an http or https URL'],
    [{ phone: '1'.repeat(300) }, 400, /^phone: /],
  ])(
    'a post that cannot be understood is kept with its reason: %j',
    async (changes, code, words) => {
      const { status, text } = await post(await report(changes));
      expect(status).toBe(code);
      const [{ description }] = JSON.parse(text);
      if (typeof words === 'string') expect(description).toBe(words);
      else expect(description).toMatch(words);
      expect(dead()).toMatchObject([{ reason: description }]);
      expect(JSON.stringify(dead())).not.toContain(key());
    },
  );

  it('what is no form', async () => {
    const response = await fetch(`${at('requests.json')}?api_key=${key()}`, {
      method: 'POST',
      body: '{"service_code":"1"}',
      headers: { 'content-type': 'application/json' },
    });
    expect(response.status).toBe(400);
    expect(port.health().refused).toEqual({ 'not a form': 1 });
  });

  it('posts wait while the disk is full, and requests while the store is away', async () => {
    closed = new Unavailable('the disk is full', 10);
    const waiting = await report();
    const { status, headers, text } = await post(waiting);
    expect([status, headers.get('retry-after')]).toEqual([503, '10']);
    expect(JSON.parse(text)).toEqual([{ code: 503, description: 'the disk is full' }]);
    closed = null;
    now += 60_000;
    expect((await post(waiting)).status).toBe(200);
    expect(port.facts()).toHaveLength(1);

    lookup = async () => {
      throw new Error('no store');
    };
    const away = await get('requests.xml');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '10']);
    expect(away.text).toContain('<code>503</code>');
    expect((await post(await report({ description: 'another' }))).status).toBe(200);
  });
});

describe('whatever is posted', () => {
  it('is answered and accounted for, and a good post after it is taken', async () => {
    const good = new URLSearchParams(await report()).toString();
    const secret = `api_key=${key()}&`;
    const mutated = fc
      .tuple(fc.nat(good.length), fc.nat(30), fc.string({ unit: 'binary', maxLength: 12 }))
      .map(([start, cut, put]) => good.slice(0, start) + put + good.slice(start + cut));
    const counts = { taken: 0, refused: 0, unkeyed: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(mutated, fc.string({ maxLength: 100 })),
        fc.boolean(),
        async (body, keyed) => {
          const response = await fetch(at('requests.json'), {
            method: 'POST',
            body: keyed ? secret + body : body,
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
          });
          expect([200, 400, 403, 404]).toContain(response.status);
          const [answer] = JSON.parse(await response.text());
          if (response.status === 200) {
            counts.taken++;
            expect(answer.service_request_id).toMatch(/^261120-/);
          } else if (response.status === 403) counts.unkeyed++;
          else if (!String(answer.description).startsWith('jurisdiction_id')) counts.refused++;
        },
      ),
      { numRuns: 300 },
    );
    expect((await post(await report({ description: 'after all that' }))).status).toBe(200);
    const { received, stored: kept, duplicate, rejected } = port.tally();
    expect(received).toBe(counts.taken + counts.refused + 1);
    expect(kept + duplicate + rejected).toBe(received);
    expect(port.health().refused['unknown api_key'] ?? 0).toBe(counts.unkeyed);
  });
});
