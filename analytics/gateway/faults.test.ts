import { afterEach, describe, expect, test } from 'vitest';
import { type Served, serve } from '../access/served.fixture.ts';
import type { Listen } from './transport.ts';
import { listenUws } from './uws.ts';
import { listenWs } from './ws.ts';

const NAME = '张三';
const PHONE = '13812345678';

let qiao: Served;
afterEach(() => qiao.close());

describe.each<[string, Listen, number]>([
  ['uWebSockets.js', listenUws, 8490],
  ['ws', listenWs, 8491],
])('a request that fails here, over %s', (_, listen, port) => {
  test('is answered with 500, counted, and logged with its route and place but nothing of what was asked', async () => {
    qiao = await serve(
      listen,
      port,
      { bearerOf: (told) => (told === 'Bearer m' ? { name: 'm', role: 'monitor' } : null) },
      null,
      {
        search: () => {
          throw new RangeError(`no such caller: ${NAME}\n    at ${PHONE}`);
        },
        caseDetail: () => Promise.reject(new Error(PHONE)),
      },
    );
    const headers = await qiao.as('officer');
    const asked = [`/api/search?q=${PHONE}&from=2026-01-01&to=2026-02-01`, `/api/cases/${PHONE}`];
    for (const path of asked) {
      const answer = await fetch(`${qiao.url}${path}`, { headers });
      expect([answer.status, await answer.json()]).toEqual([500, { error: 'a fault here' }]);
      expect(answer.headers.get('x-frame-options')).toBe('DENY');
    }
    const logged = qiao.logged.map((line) => JSON.parse(line));
    expect(logged).toMatchObject([
      { error: 'RangeError', method: 'GET', route: '/api/search', msg: 'a request failed' },
      { error: 'Error', method: 'GET', route: '/api/cases', msg: 'a request failed' },
    ]);
    for (const { at } of logged) expect(at[0]).toMatch(/faults\.test\.ts/);
    expect(qiao.logged.join('')).not.toMatch(new RegExp(`${NAME}|${PHONE}`));

    const metrics = await fetch(`${qiao.url}/metrics`, { headers: { authorization: 'Bearer m' } });
    expect(await metrics.text()).toMatch(/^qiao_request_faults_total 2$/m);
    // and goes on
    expect((await fetch(`${qiao.url}/healthz`)).status).toBe(200);
  });
});
