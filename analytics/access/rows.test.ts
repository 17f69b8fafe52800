import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { AccountScope } from '../../config/contract/access.ts';
import type { ViewName, Views } from '../../config/contract/picture.ts';
import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { Replica } from '../../config/contract/replica.ts';
import { ok } from '../../config/contract/result.ts';
import { keepReplica } from '../../config/screen.fixture.ts';
import { listenUws } from '../gateway/uws.ts';
import { CASE, deployment, type Served, serve } from './served.fixture.ts';

const [own, foreign] = deployment.communities.map(({ id }) => id) as [string, string];
const gridOf = (community: string) =>
  deployment.grids.find(({ properties }) => properties.community === community)!.properties.id;
const [inside, outside] = [gridOf(own), gridOf(foreign)];
const scope: AccountScope = { communities: [own], grids: null, units: null };

/** By what a row of another grid betrays itself, wherever it is told. */
const FOREIGN = 'foreign-case';
const row = (id: string, grid: string) =>
  ({ ...CASE, id, grid, category: '噪声', title: id, caseId: id }) as never;

let qiao: Served;
let officer: Record<string, string>;
const asked: unknown[] = [];
const noting = async (_: unknown, __: unknown, of: unknown) => {
  asked.push(of);
  return ok([]);
};
beforeAll(async () => {
  qiao = await serve(listenUws, 8454, {}, null, {
    cases: noting,
    search: noting,
    caseDetail: async (id) => ok(row(id, id === FOREIGN ? outside : inside)),
    alertDetail: async (id) =>
      ok({ events: [row(id, id === FOREIGN ? outside : inside)] } as never),
  });
  officer = await qiao.as('officer', { scope });
});
afterAll(() => qiao.close());

describe('an officer of one community', () => {
  it('is told the rows of its grids on the line, and nothing of others in any byte', async () => {
    const write = (n: number) =>
      qiao.commit((views) => {
        for (const view of ['cases', 'due', 'alerts', 'arrivals'] as const) {
          views[view].set('own', row(`own-case ${n}`, inside));
          views[view].set(FOREIGN, row(`${FOREIGN} ${n}`, outside));
        }
        for (const grid of [inside, outside])
          views.grids.set(grid, { grid, open: n } as Views['grids'] as never);
        for (const total of ['counters', 'mix', 'units', 'stage'] as const)
          views[total].set(FOREIGN, { name: FOREIGN, unit: FOREIGN, open: n } as never);
      });
    write(1);
    const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}/ws`, { headers: officer });
    const replica = new Replica(VIEW_NAMES);
    keepReplica(ws, replica);
    const heard: Buffer[] = [];
    ws.on('message', (bytes: Buffer) => heard.push(bytes));
    const rows = (view: ViewName) => [...replica.rows[view].keys()];
    await once(ws, 'message');
    await expect.poll(() => rows('cases')).toEqual(['own']);
    write(2);
    await expect.poll(() => JSON.stringify([...replica.rows.cases])).toContain('own-case 2');
    // it moves over and back
    for (const [n, grid] of [outside, inside].entries()) {
      qiao.commit(({ cases }) => cases.set('own', row(`own-case ${n + 3}`, grid)));
      await expect.poll(() => rows('cases')).toEqual(grid === inside ? ['own'] : []);
    }
    expect(rows('grids')).toEqual([inside]);
    for (const view of ['counters', 'mix', 'units', 'stage'] as const)
      expect(rows(view)).toEqual([]);
    const bytes = Buffer.concat(heard);
    expect(bytes.includes('own-case')).toBe(true);
    expect(bytes.includes(FOREIGN)).toBe(false);
    expect(bytes.includes(outside)).toBe(false);
    ws.terminate();
  });

  it('finds no case or alert of others over HTTP, nor their figures', async () => {
    const status = async (path: string) =>
      (await fetch(qiao.url + path, { headers: officer })).status;
    expect(await status('/api/cases/own')).toBe(200);
    expect(await status(`/api/cases/${FOREIGN}`)).toBe(404);
    expect(await status('/api/alerts/own')).toBe(200);
    expect(await status(`/api/alerts/${FOREIGN}`)).toBe(404);
    const period = 'from=2026-11-01&to=2026-11-02';
    expect(await status(`/api/kpi?${period}`)).toBe(403);
    expect(await status(`/api/kpi?${period}&community=${foreign}`)).toBe(403);
    expect(await status(`/api/kpi?${period}&grid=${outside}&community=${own}`)).toBe(403);
    expect(await status(`/api/kpi?${period}&community=${own}`)).toBe(200);
    expect(await status(`/api/kpi?${period}&grid=${inside}`)).toBe(200);
    expect(await status(`/api/kpi/closed?${period}&grid=${outside}`)).toBe(403);
    expect(await status('/api/near?lon=120&lat=31')).toBe(403);
    expect(await status(`/api/grids/${outside}`)).toBe(404);
    const recount = await fetch(`${qiao.url}/api/recount`, { method: 'POST', headers: officer });
    expect(recount.status).toBe(403);
    const leader = await qiao.as('leader', { scope });
    expect((await fetch(`${qiao.url}/api/audit`, { headers: leader })).status).toBe(403);
    // lists and searches are narrowed where the store is asked
    for (const path of [`cases?grid=${outside}`, `search?q=x&${period}`])
      expect(await status(`/api/${path}`)).toBe(200);
    expect(asked).toHaveLength(2);
    for (const of of asked) {
      const { grids } = of as { grids: Set<string> };
      expect([grids.has(inside), grids.has(outside)]).toEqual([true, false]);
    }
  });

  it('a unit without units of its own sees no case at all', async () => {
    const unit = await qiao.as('unit', { scope: null });
    for (const id of ['own', FOREIGN])
      expect((await fetch(`${qiao.url}/api/cases/${id}`, { headers: unit })).status).toBe(404);
  });

  it('whose scope is changed is told anew as it is now', async () => {
    const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}/ws`, { headers: officer });
    await once(ws, 'open');
    const { book } = qiao.sources;
    const before = book.accounts.get('officer')!;
    await book.change(() => void book.accounts.put('officer', { ...before, scope: null }));
    const [code, reason] = (await once(ws, 'close')) as [number, Buffer];
    expect([code, String(reason)]).toEqual([4401, 'signed out']);
    const again = await fetch(`${qiao.url}/api/cases/${FOREIGN}`, { headers: officer });
    expect(again.status).toBe(200);
  });
});
