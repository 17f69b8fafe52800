import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpSettings } from '../../../config/deployment/ports/http.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { openPort } from '../port.fixture.ts';
import { HttpError, type Route } from './route.ts';
import { startHttp } from './server.ts';

let port: Awaited<ReturnType<typeof openPort>>;
let server: Awaited<ReturnType<typeof startHttp>>;
let closed: Unavailable | null;
let logged: string[];
const at = (path: string) => `http://127.0.0.1:${server.port}${path}`;

const start = async (settings: Partial<HttpSettings> = {}) => {
  const { health } = port.context;
  const routes: Route[] = [
    {
      method: 'POST',
      path: '/echo/:name',
      limit: 1000,
      health,
      handle: async ({ params, query, body }) => ({
        status: 200,
        body: { name: params.name, q: query.get('q'), size: body.length },
      }),
    },
    {
      method: 'GET',
      path: '/echo/special',
      limit: 0,
      reads: true,
      health,
      handle: async () => ({ status: 200, body: 'as text', type: 'text/plain' }),
    },
    {
      method: 'POST',
      path: '/fault',
      limit: 10,
      health,
      handle: async ({ body }) => {
        if (body.length === 0) throw new HttpError(409, 'said already');
        throw new Error(`secret of ${body}`);
      },
    },
  ];
  server = await startHttp({
    at: { host: '127.0.0.1', port: 0 },
    routes,
    settings: HttpSettings.parse(settings),
    intake: { ...port.context.intake, closed: () => closed },
    log: pino({}, { write: (line: string) => logged.push(line) }),
  });
};

beforeEach(async () => {
  closed = null;
  logged = [];
  port = await openPort('12345');
});
afterEach(async () => {
  await server.close();
  await port.close();
});

describe('the server of the HTTP ports', () => {
  it('finds routes, decodes what paths carry, and says what is wrong with a request', async () => {
    await start();
    const post = (path: string, body?: string) =>
      fetch(at(path), { method: 'POST', ...(body === undefined ? {} : { body }) });
    expect(await (await post('/echo/%E6%A1%A5?q=1', 'four')).json()).toEqual({
      name: '桥',
      q: '1',
      size: 4,
    });
    expect(await (await fetch(at('/echo/special'))).text()).toBe('as text');
    expect((await post('/nowhere')).status).toBe(404);
    expect((await fetch(at('/echo/a'))).status).toBe(405);
    expect((await post('/fault')).status).toBe(409);
    const fault = await post('/fault?phone=13812345678', '张三');
    expect([fault.status, await fault.text()]).toEqual([
      500,
      expect.not.stringContaining('secret'),
    ]);
    expect(port.health().refused).toEqual({ 'fault while answering': 1 });
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      {
        ...{ error: 'Error', method: 'POST', route: '/fault', msg: 'a request failed' },
        at: expect.arrayContaining([expect.stringContaining('server.test.ts')]),
      },
    ]);
    expect(logged.join('')).not.toMatch(/张三|secret|13812345678/);
    expect((await post('/echo/%E6%', '')).status).toBe(404);
    expect(
      (await fetch(at('/echo/a'), { method: 'POST', headers: { 'content-encoding': 'gzip' } }))
        .status,
    ).toBe(415);
  });

  it('refuses a body over the limit, whether it says its length or not, and counts it', async () => {
    await start();
    const long = 'x'.repeat(1001);
    expect((await fetch(at('/echo/a'), { method: 'POST', body: long })).status).toBe(413);
    const endless = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('x'.repeat(600)));
      },
    });
    const status = await fetch(at('/echo/a'), {
      method: 'POST',
      body: endless,
      duplex: 'half',
    } as RequestInit).then(
      (response) => response.status,
      () => 'line closed',
    );
    expect([413, 'line closed']).toContain(status);
    expect(port.health().refused).toEqual({ oversize: 2 });
  });

  it('tells a sender to come again while nothing can be taken, and still answers what only reads', async () => {
    await start();
    closed = new Unavailable('the disk is full', 10);
    const response = await fetch(at('/echo/a'), { method: 'POST', body: 'x' });
    expect([response.status, response.headers.get('retry-after'), await response.json()]).toEqual([
      503,
      '10',
      { error: 'the disk is full' },
    ]);
    expect((await fetch(at('/echo/special'))).status).toBe(200);
    closed = null;
    expect((await fetch(at('/echo/a'), { method: 'POST', body: 'x' })).status).toBe(200);
  });

  it('turns away what is too much of one address, and too much at all, and counts both', async () => {
    await start({ maxConnections: 3, maxPerAddress: 2 });
    const dial = async (localAddress: string) => {
      const socket = connect({ port: server.port, host: '127.0.0.1', localAddress });
      socket.on('error', () => {});
      await once(socket, 'connect');
      return socket;
    };
    const greedy = [await dial('127.0.0.2'), await dial('127.0.0.2')];
    await once((await dial('127.0.0.2')).resume(), 'close');
    expect(port.health().refused).toEqual({ 'too many lines of one address': 1 });
    const honest = await dial('127.0.0.1');
    honest.write('GET /echo/special HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(String((await once(honest, 'data'))[0])).toContain('200 OK');
    await once((await dial('127.0.0.3')).resume(), 'close');
    expect(port.health().refused['too many lines']).toBe(1);
    for (const socket of [...greedy, honest]) socket.destroy();
  });

  it('slows down a sender that asks too often', async () => {
    await start({ ratePerSecond: 2 });
    const answers = [];
    for (let n = 0; n < 6; n++) answers.push(await fetch(at('/echo/special')));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429, 429]);
    expect(answers.at(-1)?.headers.get('retry-after')).toBe('1');
  });

  it('survives any bytes on its socket and goes on serving', async () => {
    await start();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, greeted) => {
        const socket = connect(server.port, '127.0.0.1');
        await once(socket, 'connect');
        socket.on('error', () => {}); // the server may reset what it cannot read
        if (greeted)
          socket.write('POST /echo/a HTTP/1.1\r\nhost: x\r\ncontent-length: 900\r\n\r\n');
        socket.write(bytes);
        socket.end();
        socket.resume();
        await once(socket, 'close');
      }),
      { numRuns: 40 },
    );
    expect((await fetch(at('/echo/special'))).status).toBe(200);
  });
});
