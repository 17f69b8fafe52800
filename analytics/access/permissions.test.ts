import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { CASE_ACTS } from '../../config/contract/command.ts';
import { VIEW_NAMES, type ViewName } from '../../config/contract/picture.ts';
import { FIELDS, ROUTE_RIGHTS } from '../../config/contract/rights.ts';
import { ROLES, type Role } from '../../config/contract/roles.ts';
import { WALL_ACTS } from '../../config/contract/stage.ts';
import { ALERT_ACTS } from '../../config/contract/vocabulary.ts';
import { showAll, WIRE_VERSION } from '../../config/contract/wire.ts';
import { SignInSettings } from '../../config/deployment/sign-in.ts';
import { ROUTES } from '../gateway/api.ts';
import { listenUws } from '../gateway/uws.ts';
import { CASE, deployment, type Served, serve } from './served.fixture.ts';

const { permissions } = deployment;
const soon = new Date(Date.now() + 86_400_000).toISOString();
const other = { source: 'dcm', upstreamNo: '2' };
/** What acts need to be told besides. */
const MORE: Readonly<Record<string, object>> = {
  ...{ reject: { reason: 'r' }, return: { reason: 'r' }, rework: { reason: 'r' } },
  ...{ reopen: { reason: 'r' }, cancel: { reason: 'r' }, suspend: { reason: 'r' } },
  ...{ dispatch: { unit: 'enforcement' }, extend: { until: soon, reason: 'r' } },
  ...{ finish: { note: 'n' }, visit: { solved: 1 }, merge: { into: other } },
  ...{ join: { with: other }, part: { with: other }, silence: { until: soon } },
};
const WALL_MORE: Readonly<Record<string, object>> = {
  mode: { mode: 'duty' },
  focus: { subject: { on: 'grid', id: 'hq-01' } },
  enter: { subject: { on: 'grid', id: 'hq-01' }, title: 't' },
  log: { text: 't' },
  task: { text: 't' },
  finish: { task: 't' },
};
const COMMANDS = [
  ...CASE_ACTS.map((act) => ({
    on: 'case' as const,
    act,
    case: { source: 'dcm', upstreamNo: '1' },
    ...(act === 'comment' ? { text: 't' } : MORE[act]),
  })),
  ...ALERT_ACTS.map((act) => ({
    ...{ on: 'alert' as const, act, alert: 'a' },
    ...(act === 'comment' ? { text: 't' } : MORE[act]),
  })),
  ...WALL_ACTS.map((act) => ({ on: 'wall' as const, act, ...WALL_MORE[act] })),
];

let qiao: Served;
const headers = new Map<Role, Record<string, string>>();
beforeAll(async () => {
  qiao = await serve(listenUws, 8451, { settings: SignInSettings.parse({ secondFactor: [] }) });
  for (const role of ROLES) headers.set(role, await qiao.as(role, unitsOf(role)));
});
afterAll(() => qiao.close());

const unitsOf = (role: Role) =>
  role === 'unit' ? { scope: { communities: null, grids: null, units: ['enforcement'] } } : {};
const of = (role: Role | null) => (role === null ? {} : (headers.get(role) ?? {}));

/** Status and reason of an answer. */
async function ask(role: Role | null, method: string, path: string, body?: object) {
  const answer = await fetch(qiao.url + path, {
    method,
    headers: of(role),
    ...(body && { body: JSON.stringify(body) }),
  });
  const json = answer.headers.get('content-type') === 'application/json';
  const value = (json ? await answer.json() : {}) as { reason?: string };
  return { status: answer.status, reason: value?.reason, value };
}

describe('the table of permissions, every cell tried', () => {
  it.each(ROLES)('routes as %s', async (role) => {
    for (const { method, path, right } of ROUTES) {
      const { status, reason } = await ask(role, method, path.endsWith('/') ? `${path}x` : path);
      const cell = `${role} ${method} ${path}: ${status} ${reason}`;
      if (right === 'open') expect(reason, cell).not.toBe('signed-out');
      else if (right === 'own') expect(reason, cell).not.toBe('signed-out');
      else if (permissions[role]?.routes.includes(right)) {
        expect([401, 403].includes(status) && reason === 'forbidden', cell).toBe(false);
      } else expect([status, reason], cell).toEqual([403, 'forbidden']);
      // whoever signed out, or changed something, comes anew
      if (path === '/api/sign-out') headers.set(role, await qiao.as(role, unitsOf(role)));
    }
  });

  it('routes as nobody: what is not open is closed, and what there is not is not told', async () => {
    for (const { method, path, right } of ROUTES) {
      if (right === 'open') continue;
      const { status, reason } = await ask(null, method, path.endsWith('/') ? `${path}x` : path);
      expect([status, reason], path).toEqual([401, 'signed-out']);
    }
    const open = ROUTES.filter(({ right }) => right === 'open').map(({ path }) => path);
    expect(open).toEqual([
      '/healthz',
      '/readyz',
      '/api/door',
      '/api/me',
      '/api/sign-in',
      '/api/links/admin',
      '/api/links/invitation',
      '/api/links/pairing',
      '/api/links/demo',
      '/api/identity-service',
      '/api/identity-service/back',
    ]);
  });

  it('a route is forgotten by nobody: whatever is new is put here, and one decides who may ask and what is on record', () => {
    const named = (which: (route: (typeof ROUTES)[number]) => boolean) =>
      ROUTES.filter(which).map(({ method, path }) => `${method} ${path}`);
    // whoever is signed in may, whatever its role
    expect(named(({ right }) => right === 'own')).toEqual([
      'POST /api/sign-out',
      'POST /api/password',
      'POST /api/second-factor/begin',
      'POST /api/second-factor',
      'POST /api/second-factor/remove',
    ]);
    // what is given is not on record: one thing by its id, counts, and what maps ask for each minute
    const unrecorded = named(({ right, act }) => !['open', 'own'].includes(right) && !act);
    expect(unrecorded).toEqual([
      'GET /api/deployment',
      'GET /api/cases/',
      'GET /api/alerts/',
      'GET /api/near',
      'GET /api/grids/',
      'GET /api/kpi',
      'GET /api/commands',
      'GET /api/audit/verify',
      'GET /metrics',
    ]);
    expect(new Set(ROUTES.map(({ right }) => right))).toEqual(
      new Set(['open', 'own', ...ROUTE_RIGHTS]),
    );
  });

  /** What becomes of a screen that shows one view: the reason of its end, or that it was told something. */
  async function show(role: Role, view: ViewName): Promise<string> {
    const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}/ws`, { headers: of(role) });
    const end = once(ws, 'close').then(([, reason]) => String(reason));
    const told = once(ws, 'message').then(() => 'told');
    await once(ws, 'open');
    const show = showAll([view]);
    ws.send(JSON.stringify({ t: 'hello', version: WIRE_VERSION, show, have: null }));
    const became = await Promise.race([end, told]);
    ws.terminate();
    return became;
  }
  it.each(ROLES)('views as %s', async (role) => {
    const became = await Promise.all(VIEW_NAMES.map((view) => show(role, view)));
    VIEW_NAMES.forEach((view, n) => {
      const may = permissions[role]?.views.includes(view);
      expect([view, became[n]]).toEqual([view, may ? 'told' : `not permitted: ${view}`]);
    });
  });

  it('no line opens for nobody', async () => {
    for (const cookie of ['', 'qiao-sign-in-8451=x', 'qiao-wall-8451=w.x']) {
      const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}/ws`, { headers: { cookie } });
      const [error] = (await once(ws, 'error')) as [Error];
      expect(error.message).toContain('401');
    }
  });

  it.each(ROLES)('commands as %s', async (role) => {
    for (const [n, command] of COMMANDS.entries()) {
      const told = { no: `${role}-${n}`, actor: 'x', command };
      const { status, reason } = await ask(role, 'POST', '/api/commands', told);
      const acts: readonly string[] = permissions[role]?.[command.on] ?? [];
      const cell = `${role} ${command.on} ${command.act}: ${status} ${reason}`;
      expect(reason, cell).not.toBe('malformed');
      if (acts.includes(command.act)) expect(['role', 'forbidden'], cell).not.toContain(reason);
      else {
        expect(status, cell).toBe(403);
        expect(['role', 'forbidden'], cell).toContain(reason);
      }
    }
  });

  it.each(ROLES)('fields of a case as %s', async (role) => {
    const may = permissions[role];
    if (!may?.routes.includes('cases')) return;
    const { value } = await ask(role, 'GET', '/api/cases/x');
    const shown = value as unknown as typeof CASE;
    const sees = {
      caller: shown.caller !== '',
      phone: shown.phone !== '',
      address: shown.address !== '',
      content: shown.content !== '',
      notes: shown.hops[0]?.note !== '',
    };
    for (const [field, is] of Object.entries(sees))
      expect([field, is]).toEqual([field, may.fields.some((each) => each === field)]);
  });

  it('the caller of a 举报 is hidden even from the unit that has the case', async () => {
    const informing = { ...CASE, type: 'report' };
    const told = await serve(listenUws, 8452, {}, null, {
      caseDetail: async () => ({ ok: true, value: informing as never }),
    });
    for (const role of ['officer', 'unit'] as const) {
      const answer = await fetch(`${told.url}/api/cases/x`, {
        headers: await told.as(role, unitsOf(role)),
      });
      const { caller, phone } = (await answer.json()) as typeof CASE;
      expect([caller, phone]).toEqual(role === 'officer' ? [CASE.caller, CASE.phone] : ['', '']);
    }
    await told.close();
  });

  it('names every field, and no role may act from a wall', () => {
    const named = new Set(Object.values(permissions).flatMap(({ fields }) => fields));
    expect([...FIELDS].every((field) => named.has(field))).toBe(true);
    expect(permissions.wall).toMatchObject({ case: [], alert: [], wall: [] });
  });
});
