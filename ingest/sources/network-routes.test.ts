import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sourceId } from '../../config/contract/ids.ts';
import { Ports } from '../../config/deployment/ports/ports.ts';
import { connect } from '../store/index.ts';
import { type Memory, openMemory } from './first-told.ts';
import { ask } from './http/ask.fixture.ts';
import type { Route } from './http/route.ts';
import { startHttp } from './http/server.ts';
import { networkRoutes } from './network-routes.ts';
import { openPort } from './port.fixture.ts';

/** What anybody may read of our own Open311: what there is to ask for, and how what was posted there stands. */
const PUBLIC = [
  'GET /open311/v2/discovery.json',
  'GET /open311/v2/services.json',
  'GET /open311/v2/services/:name',
  'GET /open311/v2/requests.json',
  'GET /open311/v2/requests/:name',
  'GET /open311/v2/tokens/:name',
];

let port: Awaited<ReturnType<typeof openPort>>;
let memory: Memory;
let routes: Route[];
let http: Awaited<ReturnType<typeof startHttp>>;
const store = connect({ url: 'http://127.0.0.1:9', user: 'reader', password: '' });
beforeAll(async () => {
  port = await openPort('12345');
  memory = openMemory(join(port.context.data, 'told'));
  const context = (source: string) => ({ ...port.context, source: sourceId(source) });
  const settings = Ports.parse({});
  routes = networkRoutes(settings, context, store, memory);
  const { intake, log } = port.context;
  const at = { host: '127.0.0.1', port: 0 };
  http = await startHttp({ at, routes, settings: settings.http, intake, log });
});
afterAll(async () => {
  await http.close();
  await store.close();
  await memory.close();
  await port.close();
});

it('of every route that the network reaches strangers are turned away, whatever they bear', async () => {
  const { clients } = port.context.keys;
  const open = new Set<string>();
  for (const { method, path } of routes) {
    const [, own = ''] = path.split('/');
    const others = Object.entries(clients).filter(([source]) => source !== own);
    for (const token of ['x'.repeat(32), ...others.flatMap(([, of]) => Object.values(of))]) {
      // Open311 has its keys among the fields of a form
      const form = new URLSearchParams({ api_key: token, service_code: 'x', description: 'x' });
      const [type, body] =
        own === 'open311'
          ? ['application/x-www-form-urlencoded', String(form)]
          : [own === 'registers' ? 'text/csv' : 'application/json', '{"no":"1"}'];
      const headers = { 'content-type': type, authorization: `Bearer ${token}` };
      const asked = { method, path: path.replaceAll(/:\w+/g, '1.json'), headers };
      const { status } = await ask(
        { port: http.port },
        method === 'GET' ? asked : { ...asked, body },
      );
      if (![401, 403].includes(status)) open.add(`${method} ${path.replace(/\.xml$/, '.json')}`);
    }
  }
  expect([...open].sort()).toEqual(PUBLIC.toSorted());
  expect(port.facts()).toEqual([]);
});
