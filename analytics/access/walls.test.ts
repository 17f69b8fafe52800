import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import type { DeviceView, LinkView, Me } from '../../config/contract/access.ts';
import { SignInSettings } from '../../config/deployment/sign-in.ts';
import { listenUws } from '../gateway/uws.ts';
import { AccessBook } from './access-book.ts';
import { type Served, serve } from './served.fixture.ts';

const PORT = 8470;
const settings = SignInSettings.parse({ secondFactor: [] });
const open: Served[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

const wallOf = async (qiao: Served, kind: string, secret: string) => {
  const answer = await fetch(`${qiao.url}/api/links/${kind}`, {
    method: 'POST',
    headers: { origin: qiao.url },
    body: JSON.stringify({ secret }),
  });
  return { status: answer.status, set: answer.headers.get('set-cookie') ?? '' };
};
const cookieOf = (set: string) => set.split(';')[0] ?? '';
const who = async (qiao: Served, cookie: string) =>
  (await (await fetch(`${qiao.url}/api/me`, { headers: { cookie } })).json()) as Me | null;
const act = async <T>(qiao: Served, admin: Record<string, string>, path: string, body = {}) =>
  (await (
    await fetch(`${qiao.url}/api/${path}`, {
      method: 'POST',
      headers: admin,
      body: JSON.stringify(body),
    })
  ).json()) as T;
const lineOf = async (qiao: Served, cookie: string) => {
  const ws = new WebSocket(`${qiao.url.replace('http', 'ws')}/ws`, { headers: { cookie } });
  await once(ws, 'open');
  return once(ws, 'close') as Promise<[number, Buffer]>;
};

describe('a wall', () => {
  it('is paired by a link that works once, and is that wall after a loss of power, until it is removed', async () => {
    const first = await serve(listenUws, PORT, { settings });
    open.push(first);
    const admin = await first.as('admin');
    const { link } = await act<LinkView>(first, admin, 'devices', { name: '一楼大厅' });
    const secret = link.split('=')[1] ?? '';
    const { status, set } = await wallOf(first, 'pairing', secret);
    expect([status, set]).toEqual([200, expect.stringMatching(/HttpOnly.*Max-Age=34560000/)]);
    expect((await wallOf(first, 'pairing', secret)).status).toBe(410);
    const cookie = cookieOf(set);
    expect(await who(first, cookie)).toMatchObject({
      kind: 'wall',
      name: '一楼大厅',
      role: 'wall',
    });

    // another server of the same data: what the browser kept is enough
    const second = await serve(listenUws, PORT + 1, { settings, book: new AccessBook(first.data) });
    open.push(second);
    const renamed = cookie.replace(String(PORT), String(PORT + 1));
    expect((await who(second, renamed))?.name).toBe('一楼大厅');

    // it is removed at one server, and its line ends at the other
    const ended = lineOf(second, renamed);
    const [{ id }] = (await (
      await fetch(`${first.url}/api/devices`, { headers: admin })
    ).json()) as [DeviceView];
    await new Promise((resume) => setTimeout(resume, 100));
    await act(first, admin, `devices/${id}/remove`);
    expect((await ended)[0]).toBe(4401);
    expect(await who(second, renamed)).toBeNull();
  });

  it('given to another browser is no longer the one that had it', async () => {
    const qiao = await serve(listenUws, PORT + 2, { settings });
    open.push(qiao);
    const admin = await qiao.as('admin');
    const made = await act<LinkView>(qiao, admin, 'devices', { name: 'w' });
    const old = cookieOf((await wallOf(qiao, 'pairing', made.link.split('=')[1] ?? '')).set);
    const id = (await who(qiao, old))?.id;
    const again = await act<LinkView>(qiao, admin, `devices/${id}/pair`);
    expect(await who(qiao, old)).not.toBeNull(); // until the link is used
    const fresh = cookieOf((await wallOf(qiao, 'pairing', again.link.split('=')[1] ?? '')).set);
    expect([await who(qiao, old), (await who(qiao, fresh))?.id]).toEqual([null, id]);
    // an id alone, or with another's secret, is no wall
    const [name, value] = fresh.split('=') as [string, string];
    for (const forged of [`${id}.x`, `wall-x.${value.split('.')[1]}`])
      expect(await who(qiao, `${name}=${forged}`)).toBeNull();
  });

  it('of the demo is there by its link as often as wanted, and nowhere but in the demo', async () => {
    const demo = await serve(listenUws, PORT + 4, { settings, demo: 'shown at the console' });
    open.push(demo);
    expect((await wallOf(demo, 'demo', 'guessed')).status).toBe(410);
    const one = cookieOf((await wallOf(demo, 'demo', 'shown at the console')).set);
    const two = cookieOf((await wallOf(demo, 'demo', 'shown at the console')).set);
    expect([await who(demo, one), await who(demo, two)]).not.toContain(null);
    const real = await serve(listenUws, PORT + 5, { settings, book: new AccessBook(demo.data) });
    open.push(real);
    expect((await wallOf(real, 'demo', 'shown at the console')).status).toBe(410);
    expect(await who(real, one.replace(String(PORT + 4), String(PORT + 5)))).toBeNull();
  });
});
