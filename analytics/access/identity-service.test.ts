import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Me } from '../../config/contract/access.ts';
import { SignInSettings } from '../../config/deployment/sign-in.ts';
import { listenUws } from '../gateway/uws.ts';
import { newAccount } from './accounts.ts';
import { startIdentityService } from './identity-service.fixture.ts';
import { type Served, serve } from './served.fixture.ts';

const SECRET = 'kept-by-both';
let service: Awaited<ReturnType<typeof startIdentityService>>;
let qiao: Served;
beforeAll(async () => {
  service = await startIdentityService('qiao', SECRET);
  const settings = SignInSettings.parse({
    identityService: {
      name: { zh: '苏州统一身份认证', en: 'Suzhou sign-in' },
      issuer: service.url,
      clientId: 'qiao',
      roles: [
        { group: 'zhihui', role: 'officer', communities: ['huangqiao'] },
        { group: 'lingdao', role: 'leader' },
      ],
    },
  });
  qiao = await serve(listenUws, 8458, { settings, serviceSecret: SECRET });
});
afterAll(async () => {
  await qiao.close();
  await service.close();
});
beforeEach(() => {
  service.forges = false;
  service.replays = false;
  service.claims = { sub: '1001', preferred_username: 'li.na', name: '李娜', groups: ['zhihui'] };
});

const get = (url: string, cookie = '') => fetch(url, { redirect: 'manual', headers: { cookie } });
const cookieOf = (answer: Response) => (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
/** To the service and back, as a browser goes. @returns where it ends, and the cookie it has then */
async function go(change: (back: string) => string = (back) => back, keep = true, page = '') {
  const led = await get(`${qiao.url}/api/identity-service${page && `?page=${page}`}`);
  const there = await get(led.headers.get('location') ?? '');
  const back = change(there.headers.get('location') ?? '');
  const answer = await get(back, keep ? cookieOf(led) : '');
  return {
    to: answer.headers.get('location'),
    cookie: cookieOf(answer),
    back,
    kept: cookieOf(led),
  };
}
const who = async (cookie: string) =>
  (await (await get(`${qiao.url}/api/me`, cookie)).json()) as Me | null;

it('somebody whom the service vouches for comes in, with the role and rows of the group', async () => {
  const { to, cookie } = await go();
  expect(to).toBe('/');
  expect(await who(cookie)).toMatchObject({
    id: 'li.na',
    name: '李娜',
    role: 'officer',
    scope: { communities: ['huangqiao'] },
    // its own page offers no password that is not kept here
    external: true,
  });
  // another group the next time
  service.claims = { ...service.claims, groups: ['lingdao'] };
  expect(await who((await go()).cookie)).toMatchObject({ role: 'leader', scope: null });
  await go();
  const told = qiao.told.filter(({ act, target }) => act === 'account' && target === 'li.na');
  expect(told.map(({ detail }) => detail.change)).toEqual([
    'made by the identity service',
    'changed by the identity service',
  ]);
});

it('comes back to the page that it went from, let in or not; and to no other place', async () => {
  const from = (page: string) => go((back) => back, true, page);
  expect((await from('/desk.html')).to).toBe('/desk.html');
  for (const page of ['/', 'https://elsewhere.example/', '//elsewhere.example', 'toString'])
    expect((await from(page)).to).toBe('/');
  service.claims = { ...service.claims, groups: ['caiwu'] };
  expect((await from('/desk.html')).to).toBe('/desk.html#refused=no-group');
});

it('whoever belongs to no group of ours stays outside', async () => {
  service.claims = { ...service.claims, groups: ['caiwu'] };
  expect(await go()).toMatchObject({ to: '/#refused=no-group', cookie: '' });
});

it('a way back that was forged, used, or begun in another browser leads nowhere', async () => {
  const other = (back: string) => back.replace(/state=[^&]+/, 'state=another');
  expect((await go(other)).cookie).toBe('');
  expect((await go((back) => back, false)).to).toBe('/#refused=link');
  const { back, kept } = await go();
  expect(cookieOf(await get(back, kept))).toBe('');
  service.forges = true;
  expect(await go()).toMatchObject({ to: '/#refused=link', cookie: '' });
  service.forges = false;
  service.replays = true;
  expect(await go()).toMatchObject({ to: '/#refused=link', cookie: '' });
});

it('a name that was given to somebody else, or is one of our own, is nobody else’s', async () => {
  await go();
  service.claims = { ...service.claims, sub: '2002' };
  expect(await go()).toMatchObject({ to: '/#refused=credentials', cookie: '' });
  const { book } = qiao.sources;
  const root = newAccount('root', 'root', 'admin', null, Date.now());
  await book.change(() => void book.accounts.put('root', root));
  service.claims = { ...service.claims, preferred_username: 'root' };
  expect((await go()).cookie).toBe('');
  expect(book.accounts.get('root')?.role).toBe('admin');
});
