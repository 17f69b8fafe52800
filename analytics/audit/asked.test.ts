import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from '../access/served.fixture.ts';
import { listenUws } from '../gateway/uws.ts';
import { Audit } from './audit.ts';
import { recordRules } from './rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'qiao-asked-'));
let audit: Audit;
let qiao: Served;
let head = 0;
beforeAll(async () => {
  audit = new Audit(folder, Date.now);
  const bearer = { name: 'robot', role: 'officer' as const };
  const bearerOf = (header: string) => (header === 'Bearer robot' ? bearer : null);
  qiao = await serve(listenUws, 8474, { bearerOf }, null, { audit });
});
afterAll(async () => {
  await qiao.close();
  await audit.close();
  rmSync(folder, { recursive: true });
});

/** What came on record since it was last asked, oldest first. */
function since() {
  const { rows, head: newest } = audit.page(500);
  const fresh = rows.filter(({ seq }) => seq > head).toReversed();
  head = newest;
  return fresh;
}
const ask = (path: string, headers: Record<string, string>, body?: string) =>
  fetch(qiao.url + path, { headers, ...(body !== undefined && { method: 'POST', body }) });
const period = 'from=2026-11-01&to=2026-11-02';

describe('on record is', () => {
  it('whoever took lists of rows, and what they were asked for, but no word that was searched for', async () => {
    const officer = await qiao.as('officer', { id: 'wang' });
    expect((await ask('/api/cases?grid=hq-01', officer)).status).toBe(200);
    expect((await ask(`/api/search?q=张三%2013812345678&${period}`, officer)).status).toBe(200);
    expect((await ask(`/api/kpi/closed?${period}`, officer)).status).toBe(200);
    expect((await ask('/api/cases/x', officer)).status).toBe(200); // one case is no list
    const rows = since();
    expect(rows).toMatchObject([
      { target: 'GET /api/cases', detail: { asked: 'grid=hq-01', bytes: '2' } },
      { target: 'GET /api/search', detail: { asked: `q=2 words&${period}` } },
      { target: 'GET /api/kpi/closed', detail: { asked: period } },
    ]);
    for (const row of rows)
      expect(row).toMatchObject({ act: 'export', outcome: 'done', who: 'wang', role: 'officer' });
    expect(rows[0]?.from).toBe('127.0.0.1');
  });

  it('no more lists than the audit can carry: whoever takes one after the other is told to wait', async () => {
    const officer = await qiao.as('officer', { id: 'zhou' });
    let waits = 0;
    for (let n = 0; n < 205; n++)
      if ((await ask('/api/cases?grid=hq-01', officer)).status === 429) waits++;
    expect(waits).toBeGreaterThan(0);
    const rows = since();
    expect(rows.length + waits).toBe(205);
    expect((await ask('/api/cases/x', officer)).status).toBe(200); // one thing is no list
  });

  it('whoever reads what is on record', async () => {
    const leader = await qiao.as('leader', { id: 'li' });
    expect((await ask('/api/audit?who=wang', leader)).status).toBe(200);
    expect(since()).toMatchObject([{ who: 'li', target: 'GET /api/audit', outcome: 'done' }]);
  });

  it('whoever was refused a right, be it by role or by scope; strangers are not', async () => {
    const wall = await qiao.as('wall');
    expect((await ask('/api/commands', wall, '{}')).status).toBe(403);
    const admin = await qiao.as('admin', { id: 'root', subject: 'of the city' });
    expect((await ask('/api/cases?grid=hq-01', admin)).status).toBe(403);
    const officer = await qiao.as('officer', { id: 'wang' });
    expect((await ask('/api/accounts', officer, '{}')).status).toBe(403);
    const scope = { communities: null, grids: ['hq-01'], units: null };
    const narrow = await qiao.as('officer', { id: 'zhao', scope });
    expect((await ask('/api/recount', narrow, '')).status).toBe(403);
    expect((await ask('/api/cases?grid=hq-01', {})).status).toBe(401);
    expect((await ask('/api/cases/x', admin)).status).toBe(403);
    expect((await ask('/api/near?lon=120&lat=31', narrow)).status).toBe(403);
    const refused = since().map(({ act, outcome, who, target }) => [act, outcome, who, target]);
    expect(refused).toEqual([
      ['command', 'refused', 'wall:w', 'POST /api/commands'],
      ['export', 'refused', 'root', 'GET /api/cases'],
      ['account', 'refused', 'wang', 'POST /api/accounts'],
      ['export', 'refused', 'zhao', 'POST /api/recount'],
      ['export', 'refused', 'root', 'GET /api/cases/x'],
      ['export', 'refused', 'zhao', 'GET /api/near'],
    ]);
  });

  it('what was no command, without what stood there, and a token that calls itself like an account', async () => {
    const robot = { authorization: 'Bearer robot' };
    expect((await ask('/api/commands', robot, '{"phone":"13812345678"')).status).toBe(400);
    const command = { on: 'alert', alert: 'a', act: 'acknowledge' };
    const told = JSON.stringify({ no: '1', actor: 'wang', command });
    for (let n = 0; n < 2; n++) expect((await ask('/api/commands', robot, told)).status).toBe(404);
    const officer = await qiao.as('officer', { id: 'wang' });
    expect((await ask('/api/commands', officer, told)).status).toBe(404);
    const rows = since();
    expect(rows).toMatchObject([
      { who: 'token:robot', outcome: 'refused', reason: 'malformed', detail: {} },
      { who: 'token:robot', reason: 'unknown-alert', detail: { actor: 'robot:wang' } },
      { who: 'wang', role: 'officer', from: '127.0.0.1', reason: 'unknown-alert' },
    ]);
    expect(rows).toHaveLength(3);
    expect(JSON.stringify(rows)).not.toContain('13812345678');
  });

  it('that rules are not those of the last start, and which', async () => {
    const rules = { limits: [1, 2], permissions: { admin: [] }, ports: { password: '123456' } };
    const start = (parts: object, key = 'k') => recordRules(audit, key, 'huangqiao', { ...parts });
    await start(rules);
    await start(rules);
    await start({ ...rules, limits: [1, 3], layers: [] });
    await start({ ...rules, limits: [1, 3] });
    const rows = since();
    expect(rows.map(({ act, detail }) => [act, detail.changed])).toEqual([
      ['rules', 'first start'],
      ['rules', 'limits layers'],
      ['rules', 'layers'],
    ]);
    // a short password is not to be guessed from its digest
    await start(rules, 'another key');
    expect(since()[0]?.detail.ports).not.toBe(rows[0]?.detail.ports);
  });
});
