import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import pino from 'pino';
import { Registry } from 'prom-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { Incoming } from '../../config/contract/frame-codec.ts';
import { gridId, sourceId, stationId, unitId } from '../../config/contract/ids.ts';
import type { KpiId } from '../../config/contract/kpi.ts';
import { refusal } from '../../config/contract/refusal.ts';
import { Replica } from '../../config/contract/replica.ts';
import { err, ok } from '../../config/contract/result.ts';
import type { ServerMessage } from '../../config/contract/wire.ts';
import {
  isWhole,
  PIECE_BYTES,
  type Show,
  showAll,
  WIRE_VERSION,
} from '../../config/contract/wire.ts';
import { DEFAULT_PERMISSIONS, Permissions } from '../../config/deployment/permissions.ts';
import { testAccess } from '../access/access.fixture.ts';
import type { KpiFilter, Page } from '../queries/kpi-cases.ts';
import { commitViews, emptyViews } from '../state/keyed-view.ts';
import type { ApiSources } from './api-sources.ts';
import type { Commands } from './command-route.ts';
import { Faults } from './faults.ts';
import { startGateway } from './gateway.ts';
import type { GroundSources } from './ground-route.ts';
import { Sessions } from './sessions.ts';
import { staticFiles } from './static-files.ts';
import { BUFFER_BYTES, type Line, type Serving, type Transport } from './transport.ts';
import { listenUws } from './uws.ts';
import { listenWs } from './ws.ts';

const folder = mkdtempSync(join(tmpdir(), 'analytics-gateway-'));
beforeAll(() => {
  mkdirSync(join(folder, 'dist/assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not served');
  writeFileSync(join(folder, 'dist/index.html'), `<!doctype html>${'墙'.repeat(500)}`);
  writeFileSync(join(folder, 'dist/assets/app-1a2b.js'), 'export {};\n'.repeat(100));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each([
  { name: 'uWebSockets.js', listen: listenUws, port: 7850 },
  { name: 'ws', listen: listenWs, port: 7860 },
])('the gateway over $name', ({ listen, port }) => {
  const views = emptyViews();
  const url = `http://127.0.0.1:${port}`;
  let transport: Transport;
  let sessions: Sessions;
  const open: WebSocket[] = [];

  const access = testAccess(port, {
    bearerOf: (header) => (header === 'Bearer nobody' ? null : { name: 'desk', role: 'officer' }),
  });
  const lines: Line[] = [];
  const options = () => ({
    listen: (serving: Serving) =>
      listen({
        ...serving,
        open(line, who) {
          lines.push(line);
          return serving.open(line, who);
        },
      }),
    host: '127.0.0.1',
    port,
    tls: null,
    site: access.site,
    files: staticFiles(join(folder, 'dist')),
    sources: {
      deployment: '{"id":"test"}',
      cases: async () => err('the store is down'),
      search: async () => ok([]),
      caseDetail: async () => ok(null),
      alertDetail: async () => ok(null),
      place: PLACE,
      kpis: async ({ from }: KpiFilter) => ok([{ ...KPI, numerator: from }]),
      kpiItems: async (_: KpiId, { category }: KpiFilter, { after, limit }: Page) =>
        ok([{ id: `${after} ${category}`, numerator: limit, denominator: 1, why: [] }]),
      commands: DESK,
      ground: GROUND,
      permissions: PERMISSIONS,
      access: access.sources,
      ...TRUSTED,
      recount: async () => ok({ at: 1, seq: 2, compared: 3, differences: 0, examples: [] }),
    },
    sessions,
  });
  const unit = (open: number) => ({ unit: unitId('u1'), open, overdue: 0, returned: 0 });
  let offset = 0;
  const commit = () => {
    if (commitViews(views, offset + 1)) offset++;
    sessions.publish(offset);
  };
  const publish = (n: number) => {
    views.units.set('u1', unit(n));
    commit();
  };

  beforeAll(async () => {
    sessions = new Sessions(views, offset, 'epoch-1', Date.now, () => undefined);
    const started = await startGateway(options());
    if (!started.ok) throw new Error(started.error);
    transport = started.value;
  });
  afterAll(async () => {
    sessions.close();
    await transport.close();
    await access.close();
  });
  afterEach(async () => {
    for (const ws of open.splice(0)) ws.terminate();
  });

  /** A screen: its line, and the frames it hears, beats left out. */
  async function screen(hello?: unknown, headers: Record<string, string> = {}) {
    const ws = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers });
    open.push(ws);
    const heard: ServerMessage[] = [];
    const waiting: (() => void)[] = [];
    const incoming = new Incoming();
    ws.on('message', (data: Buffer) => {
      expect(data.length).toBeLessThanOrEqual(PIECE_BYTES);
      const message = incoming.take(data);
      if (!message || (message.t === 'frame' && message.parts.length === 0)) return;
      heard.push(message);
      for (const wake of waiting.splice(0)) wake();
    });
    await once(ws, 'open');
    if (hello !== undefined) ws.send(typeof hello === 'string' ? hello : JSON.stringify(hello));
    const next = async () => {
      while (heard.length === 0) await new Promise<void>((wake) => waiting.push(wake));
      return heard.shift()!;
    };
    const closed = async () => {
      const [code, reason] = (await once(ws, 'close')) as [number, Buffer];
      return { code, reason: reason.toString() };
    };
    return { ws, next, closed };
  }
  const hello = (views: string[], have: object | null = null) => ({
    t: 'hello',
    version: WIRE_VERSION,
    show: showAll(views as Show['views']),
    have,
  });

  test('a command goes to the desk whole, and its outcome comes back in words', async () => {
    const told = (command: unknown, authorization = 'Bearer officer') =>
      fetch(`${url}/api/commands`, {
        method: 'POST',
        headers: { authorization },
        body: typeof command === 'string' ? command : JSON.stringify(command),
      });
    const on = { on: 'case', case: { source: '12345', upstreamNo: '1' } };
    const sign = { no: 'a', actor: 'desk-1', command: { ...on, act: 'sign' } };
    const done = await told(sign);
    expect(done.status).toBe(200);
    expect(await done.json()).toEqual({ no: 'a', subject: '12345:1:0' });

    const text = '长'.repeat(3900); // arrives in several pieces
    const refused = await told({ ...sign, command: { ...on, act: 'comment', text } });
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual(refusal('rejected', `officer comment ${text}`));
    const unknown = await told({ ...sign, command: { ...on, act: 'close' } });
    expect([unknown.status, await unknown.json()]).toEqual([404, refusal('unknown-case')]);

    const later = await told({ ...sign, no: 'early' });
    expect([later.status, later.headers.get('retry-after')]).toEqual([503, '7']);
    const stranger = await told(sign, 'Bearer nobody');
    expect(stranger.status).toBe(401);
    expect(await stranger.json()).toMatchObject({ reason: 'signed-out' });
    for (const bad of ['{', '"sign"', { ...sign, actor: '张三' }, { ...sign, command: on }])
      expect((await told(bad)).status).toBe(400);
  });

  test('says what may be done with a case, and why not what may not', async () => {
    const asked = (query: string, authorization = 'Bearer officer') =>
      fetch(`${url}/api/commands${query}`, { headers: { authorization } });
    expect(await (await asked('?case=12345:1:0')).json()).toEqual([
      { act: 'close', refusal: refusal('unfinished') },
    ]);
    expect((await asked('?case=12345:2:0')).status).toBe(404);
    expect((await asked('')).status).toBe(400);
    expect((await asked('?case=12345:1:0', 'Bearer nobody')).status).toBe(401);
    const other = await fetch(`${url}/api/commands`, { method: 'PUT' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  test('serves the page, packed where the browser can take it, and names its type', async () => {
    const page = await fetch(`${url}/`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-encoding')).toBe('gzip');
    expect(await page.text()).toContain('墙墙');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const plain = await fetch(`${url}/index.html`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toContain('墙墙');
    const script = await fetch(`${url}/assets/app-1a2b.js`);
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    const etag = script.headers.get('etag')!;
    const again = await fetch(`${url}/assets/app-1a2b.js`, { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
    expect(gunzipSync(staticFiles(join(folder, 'dist'))('/')!.gzip!).toString()).toContain('墙');
  });

  test('every answer forbids what a wall does not need', async () => {
    for (const path of ['/', '/api/deployment', '/nothing']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
  ])('nothing outside the page can be asked for: %s', async (path) => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`);
    const [data] = (await once(socket, 'data')) as [Buffer];
    expect(data.toString()).toMatch(/^HTTP\/1\.1 404 /);
    socket.destroy();
  });

  test('what is near a place, in a grid and behind a counter of today is asked of the store', async () => {
    const near = await fetch(`${url}/api/near?lon=120.5&lat=31&metres=300`);
    expect(await near.json()).toMatchObject({ metres: 300, since: 151.5 });
    for (const query of [
      '',
      '?lon=120',
      '?lon=120&lat=91',
      '?lon=120&lat=31&metres=0',
      '?lon=120&lat=31&registers=people,x',
      '?lon=1&lat=1&most=0',
    ])
      expect((await fetch(`${url}/api/near${query}`)).status, query).toBe(400);
    const counted = await fetch(`${url}/api/counted/returned?hour=5&unit=u1`);
    expect(await counted.json()).toMatchObject([{ id: 'returned', at: 5, title: 'u1' }]);
    expect((await fetch(`${url}/api/counted/open`)).status).toBe(404);
    for (const query of ['?hour=noon', '?from=2026-11-28', '?from=2026-11-28&to=2026-11-28'])
      expect((await fetch(`${url}/api/counted/orders${query}`)).status, query).toBe(400);
    const day = await fetch(`${url}/api/counted/orders?from=2026-11-28&to=2026-11-29`);
    expect(await day.json()).toMatchObject([{ at: Date.UTC(2026, 10, 27, 16) }]);
    expect((await fetch(`${url}/api/grids/nowhere`)).status).toBe(404);
  });

  test('the API answers in JSON, and says why where it cannot', async () => {
    expect(await (await fetch(`${url}/api/deployment`)).json()).toEqual({ id: 'test' });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ ok: true });
    const down = await fetch(`${url}/api/cases?grid=g1`);
    expect([down.status, await down.json()]).toEqual([503, { error: 'the store is down' }]);
    expect((await fetch(`${url}/api/cases`)).status).toBe(400);
    expect((await fetch(`${url}/api/cases?grid=a&unit=b`)).status).toBe(400);
    expect((await fetch(`${url}/api/cases?grid=a&limit=0`)).status).toBe(400);
    const month = 'from=2026-03-01&to=2026-04-01';
    const kpis = await fetch(`${url}/api/kpi?${month}&unit=u1`);
    expect(await kpis.json()).toMatchObject([
      { id: 'closed', numerator: Date.UTC(2026, 1, 28, 16) },
    ]);
    const behind = await fetch(
      `${url}/api/kpi/closed?${month}&category=A&category=B&limit=7&after=x`,
    );
    expect(await behind.json()).toMatchObject([{ id: 'x A,B', numerator: 7 }]);
    const unknown = await fetch(`${url}/api/kpi?${month}&grid=nowhere`);
    expect([unknown.status, await unknown.json()]).toEqual([
      400,
      { error: 'grid: none is called "nowhere"' },
    ]);
    expect((await fetch(`${url}/api/kpi/nothing?${month}`)).status).toBe(404);
    const missing = await fetch(`${url}/api/cases/12345%3A1%3A0`);
    expect([missing.status, await missing.json()]).toEqual([404, { error: 'no such case' }]);
    expect((await fetch(`${url}/api/cases/%E0%A4%A`)).status).toBe(400);
    expect((await fetch(`${url}/api/other`)).status).toBe(404);
    const recount = await fetch(`${url}/api/recount`, { method: 'POST' });
    expect(await recount.json()).toMatchObject({ compared: 3, differences: 0 });
  });

  test('other methods, large bodies and pages of other sites are refused', async () => {
    expect((await fetch(`${url}/api/recount`)).status).toBe(405);
    expect((await fetch(`${url}/`, { method: 'POST' })).status).toBe(405);
    expect((await fetch(`${url}/`, { method: 'DELETE' })).status).toBe(405);
    const large = await fetch(`${url}/api/recount`, { method: 'POST', body: 'x'.repeat(20_000) });
    expect(large.status).toBe(413);
    const foreign = { headers: { origin: 'http://elsewhere.example' } };
    expect((await fetch(`${url}/api/recount`, { method: 'POST', ...foreign })).status).toBe(403);
    await expect(screen(undefined, { origin: 'http://elsewhere.example' })).rejects.toThrow('403');
    await screen(undefined, { origin: url });
    expect((await fetch(`${url}/ws`)).status).toBe(426);
  });

  test('a screen gets the state of its views, then every change of them and of no others', async () => {
    publish(1);
    const { next } = await screen(hello(['units', 'counters']));
    const first = await next();
    if (first.t !== 'frame') throw new Error(first.t);
    expect(first).toMatchObject({ epoch: 'epoch-1', from: 0, to: offset });
    expect(first.parts).toMatchObject([
      { view: 'counters', set: { rows: [] } },
      { view: 'units', set: { numbers: [0], rows: [['u1', 'u1', 1, 0, 0]] } },
    ]);
    views.grids.set('g1', {
      grid: gridId('g1'),
      open: 1,
      overdue: 0,
      today: 0,
      patrols: 0,
      lastPatrol: null,
    });
    publish(2);
    const frame = await next();
    if (frame.t !== 'frame') throw new Error(frame.t);
    expect(frame.to).toBe(offset);
    const mod = [{ field: 1, numbers: [0], values: [2] }];
    const set = { numbers: [], rows: [] };
    expect(frame.parts).toEqual([{ view: 'units', fields: null, set, mod, del: [] }]);
  });

  test('a screen that was away gets what it missed; one of another life gets the whole', async () => {
    publish(10);
    const held = offset;
    publish(11);
    publish(12);
    const have = { epoch: 'epoch-1', offset: held, views: ['units'] };
    const back = await screen(hello(['units'], have));
    const frame = await back.next();
    if (frame.t !== 'frame') throw new Error(frame.t);
    expect(frame).toMatchObject({ from: held, to: offset });
    expect(frame.parts).toMatchObject([{ mod: [{ field: 1, numbers: [0], values: [12] }] }]);
    for (const other of [
      { ...have, epoch: 'epoch-0' },
      { ...have, offset: held + 99 },
      { ...have, views: [] },
    ]) {
      const whole = await (await screen(hello(['units'], other))).next();
      expect(whole.t === 'frame' && whole.parts.every(isWhole)).toBe(true);
    }
  });

  test('a screen that shows something else says so, and goes on without a new line', async () => {
    publish(20);
    const { ws, next } = await screen(hello(['units']));
    await next();
    views.mix.set('12345', { source: '12345', today: 7 } as never);
    commit();
    ws.send(JSON.stringify({ t: 'show', turn: 1, show: showAll(['mix']) }));
    const frame = await next();
    if (frame.t !== 'frame') throw new Error(frame.t);
    expect(frame.parts).toMatchObject([{ view: 'mix', set: { rows: [['12345', '12345', 7]] } }]);
  });

  test('what is not a hello ends the line, with the reason', async () => {
    const cases: [unknown, number, string][] = [
      ['{', 1008, 'not a hello'],
      [{ t: 'hello' }, 1008, 'not a hello'],
      [hello(['nothing']), 1008, 'not a hello'],
      [{ t: 'show', turn: 1, show: showAll(['units']) }, 1008, 'hello comes first'],
      ['x'.repeat(20_000), 1009, 'frame too large'],
    ];
    for (const [said, code, reason] of cases) {
      const { closed } = await screen(said);
      expect(await closed()).toEqual({ code, reason });
    }
    const binary = await screen();
    binary.ws.send(Buffer.from([1, 2, 3]));
    expect(await binary.closed()).toEqual({ code: 1003, reason: 'text frames only' });
    const twice = await screen(hello(['units']));
    await twice.next();
    twice.ws.send(JSON.stringify(hello(['units'])));
    expect(await twice.closed()).toEqual({ code: 1008, reason: 'hello is said once' });
    const restless = await screen(hello(['units']));
    await restless.next();
    for (let n = 0; n < 30; n++)
      restless.ws.send(JSON.stringify({ t: 'show', turn: 1, show: showAll(['units']) }));
    expect(await restless.closed()).toEqual({ code: 1008, reason: 'shows change too often' });
  });

  test('a page of another version is told to load itself anew', async () => {
    const old = await screen({ ...hello(['units']), version: WIRE_VERSION + 1 });
    expect(await old.next()).toEqual({ t: 'reload', version: WIRE_VERSION });
  });

  test('a screen that does not read holds nobody up, queues no history, and then has the newest state', async () => {
    const replica = new Replica(['stations']);
    const slow = await screen(replica.hello());
    replica.apply(await slow.next());
    const brisk = await screen(hello(['units']));
    await brisk.next();
    slow.ws.pause();
    const station = (n: number) => ({
      station: 's1',
      source: 'env',
      at: n,
      readings: [{ factor: `${'x'.repeat(12_000)}`, at: n, value: n, unit: '', flag: 'N' }],
    });
    const commits = 2_000; // beyond what the two kernels hold
    let waiting = 0;
    for (let n = 1; n <= commits; n++) {
      views.stations.set('s1', station(n) as never);
      commit();
      waiting = Math.max(waiting, ...lines.map((line) => line.buffered()));
      if (n % 20 === 0) await new Promise(setImmediate);
    }
    publish(77);
    expect((await brisk.next()).t).toBe('frame');
    expect(sessions.states().behind).toBe(1);
    expect(waiting).toBeGreaterThan(0);
    expect(waiting).toBeLessThanOrEqual(BUFFER_BYTES);
    slow.ws.resume();
    let frames = 0;
    while (replica.rows.stations.get('s1')?.at !== commits) {
      expect(replica.apply(await slow.next()).ok, 'no gap').toBe(true);
      frames++;
    }
    expect(frames).toBeLessThan(commits);
  });

  test('a picture larger than what may wait comes in pieces, with what changed meanwhile after it', async () => {
    for (let n = 0; n < 4_000; n++)
      views.arrivals.set(`a${n}`, { id: `a${n}`, title: `第 ${n} 件`.repeat(20) } as never);
    commit();
    const replica = new Replica(['arrivals']);
    const { ws, next } = await screen(replica.hello());
    ws.pause();
    for (let n = 0; n < 50; n++) {
      views.arrivals.set(`a${n}`, { id: `a${n}`, title: '改' } as never);
      commit();
      await new Promise(setImmediate);
    }
    ws.resume();
    while (replica.rows.arrivals.get('a49')?.title !== '改') replica.apply(await next());
    expect(new Map(replica.rows.arrivals)).toEqual(views.arrivals.rows);
    views.arrivals.replace([]);
    commit();
    while (replica.rows.arrivals.size > 0) replica.apply(await next());
  });

  test('a port that is taken is said to be taken', async () => {
    expect(await startGateway(options())).toEqual({ ok: false, error: 'port taken' });
  });
});

const KPI = {
  id: 'closed' as const,
  numerator: 0,
  denominator: 1,
  value: 0,
  low: 0,
  high: 1,
  note: null,
};
/** Knows one officer, and does what is asked of it but for closing. */
/** Nothing is on record, and nothing sealed. */
const TRUSTED: Pick<
  ApiSources,
  'audit' | 'faults' | 'metrics' | 'revealing' | 'unready' | 'verifyAudit'
> = {
  faults: new Faults(pino({ level: 'silent' })),
  unready: () => [],
  metrics: new Registry(),
  audit: { page: () => ({ rows: [], head: 0, next: null }), record: async () => ({}) as never },
  verifyAudit: async () => ok({ rows: 0, outside: null, faults: [] }),
  revealing: { reveal: async () => ok({ values: [] }), refused: async () => undefined },
};
const GROUND: GroundSources = {
  near: async ({ lon, lat }, metres) =>
    ok({ metres, since: lon + lat, patrollers: [], registered: [] }),
  grid: async () => err('the store is down'),
  registered: async () => ok([]),
  counted: async (of, { time, unit }) =>
    ok([
      {
        ...{ id: of, at: time?.from ?? 1, source: sourceId('a'), grid: gridId('g'), caseId: null },
        ...{ kind: 'patrol', title: unit ?? '', station: stationId(''), factor: '' },
      },
    ]),
};
const DESK: Commands = {
  desk: {
    take: async ({ role }, { no, command }) => {
      if (no === 'early') return { is: 'away', why: 'not yet', retryAfterSeconds: 7 };
      const heard = `${role} ${command.act} ${'text' in command ? command.text : ''}`;
      return command.act === 'comment'
        ? { is: 'refused', refusal: refusal('rejected', heard) }
        : command.act === 'close'
          ? { is: 'refused', refusal: refusal('unknown-case') }
          : { is: 'done' };
    },
    openActs: async (_, id) =>
      id === '12345:1:0' ? ok([{ act: 'close', refusal: refusal('unfinished') }]) : ok(null),
  },
};
const PERMISSIONS = Permissions.parse(DEFAULT_PERMISSIONS);
const PLACE = { zone: 'Asia/Shanghai', grids: [], communities: [], units: [] };

test('without a built display the page says how to build it', async () => {
  const sessions = new Sessions(emptyViews(), 0, 'e', Date.now, () => undefined);
  const access = testAccess(7870);
  const started = await startGateway({
    listen: listenWs,
    host: '127.0.0.1',
    port: 7870,
    tls: null,
    site: access.site,
    files: staticFiles(join(folder, 'absent')),
    sources: {
      deployment: '{}',
      cases: async () => ok([]),
      search: async () => ok([]),
      caseDetail: async () => ok(null),
      alertDetail: async () => ok(null),
      place: PLACE,
      kpis: async () => ok([]),
      kpiItems: async () => ok([]),
      commands: DESK,
      ground: GROUND,
      permissions: PERMISSIONS,
      access: access.sources,
      ...TRUSTED,
      recount: async () => err('no'),
    },
    sessions,
  });
  if (!started.ok) throw new Error(started.error);
  const page = await fetch('http://127.0.0.1:7870/');
  expect(page.status).toBe(503);
  expect(await page.text()).toContain('npm run build');
  sessions.close();
  await started.value.close();
  await access.close();
});
