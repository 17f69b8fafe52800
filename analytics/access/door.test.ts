import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { afterEach, describe, expect, it } from 'vitest';
import type { Enrolment, Me, RecoveryCodes } from '../../config/contract/access.ts';
import { SignInSettings } from '../../config/deployment/sign-in.ts';
import { listenUws } from '../gateway/uws.ts';
import type { AccessOptions } from './access.ts';
import { AccessBook } from './access-book.ts';
import { newAccount } from './accounts.ts';
import { newLink } from './links.ts';
import { hashed } from './password.ts';
import { digestOf } from './secret.ts';
import { type Served, serve } from './served.fixture.ts';

const PORT = 8456;
const PASSWORD = '桥上有风 水下有鱼 42';
const MINUTE = 60_000;

let qiao: Served;
let now: number;
async function start(options: Partial<AccessOptions> = {}): Promise<void> {
  now = Date.UTC(2026, 10, 28, 8);
  const settings = SignInSettings.parse({ secondFactor: [] });
  qiao = await serve(listenUws, PORT, { now: () => now, settings, ...options });
}
afterEach(() => qiao.close());

const phc = hashed(PASSWORD);
/** Somebody with an account and PASSWORD. */
async function account(id: string, role: 'officer' | 'admin' = 'officer'): Promise<void> {
  const of = { ...newAccount(id, id, role, null, now), password: await phc };
  await qiao.sources.book.change(() => void qiao.sources.book.accounts.put(id, of));
}
/** Tells an address something, as a page of ours does. @param cookie what the browser brings */
async function tell<T = Me>(path: string, body: object = {}, cookie = '', headers = {}) {
  const answer = await fetch(`${qiao.url}/api/${path}`, {
    method: 'POST',
    headers: { origin: qiao.url, ...(cookie && { cookie }), ...headers },
    body: JSON.stringify(body),
    redirect: 'manual',
  });
  const set = answer.headers.get('set-cookie') ?? '';
  const value = (await answer.json().catch(() => ({}))) as T & { reason?: string };
  return { answer, status: answer.status, set, cookie: set.split(';')[0] ?? '', value };
}
const signIn = (id: string, more: object = {}, cookie = '') =>
  tell('sign-in', { account: id, password: PASSWORD, ...more }, cookie);
const who = async (cookie: string): Promise<Me | null> =>
  (await fetch(`${qiao.url}/api/me`, { headers: { cookie } })).json() as Promise<Me | null>;

describe('the first administrator', () => {
  it('comes in by a link that works once, within its hour, and closes all others', async () => {
    await start();
    const { book } = qiao.sources;
    const secret = async () => (await book.change(() => newLink(book, 'admin', '', now))).slice(7);
    const [late, first, second] = [await secret(), await secret(), await secret()];
    const claim = (of: string, account = 'root', path = 'links/admin') =>
      tell(path, { secret: of, account, name: 'R', password: PASSWORD });
    now += 61 * MINUTE;
    expect((await claim(late)).status).toBe(410);
    now -= 30 * MINUTE;
    const short = { secret: first, account: 'root', name: 'R', password: 'short' };
    expect((await tell('links/admin', short)).value.reason).toBe('short');
    const [one, two] = await Promise.all([claim(first), claim(second, 'other')]);
    expect([one.status, two.status].sort()).toEqual([200, 410]);
    expect((await claim(first, 'third')).status).toBe(410);
    expect((await who(one.status === 200 ? one.cookie : two.cookie))?.role).toBe('admin');
    // a clock that is set back revives nothing
    now -= 24 * 60 * MINUTE;
    expect((await claim(late, 'fourth')).status).toBe(410);
  });

  it('a link of one kind opens no other door', async () => {
    await start();
    const { book } = qiao.sources;
    await account('li.na');
    const link = await book.change(() => newLink(book, 'invitation', 'li.na', now));
    const secret = link.split('=')[1];
    expect((await tell('links/pairing', { secret })).status).toBe(410);
    const claim = { secret, account: 'root', name: 'R', password: PASSWORD };
    expect((await tell('links/admin', claim)).status).toBe(410);
    expect((await tell('links/demo', { secret })).status).toBe(410);
    expect((await tell('links/invitation', { secret })).value).toMatchObject({ account: 'li.na' });
  });
});

describe('signing in', () => {
  it('does not tell unknown, disabled and wrong apart', async () => {
    await start();
    await account('li.na');
    await account('gone');
    const { book } = qiao.sources;
    const gone = { ...book.accounts.get('gone')!, disabled: true };
    await book.change(() => void book.accounts.put('gone', gone));
    const answers = await Promise.all([
      signIn('li.na', { password: 'not the right one' }),
      signIn('nobody'),
      signIn('gone'),
    ]);
    const bodies = answers.map(({ status, value }) => JSON.stringify([status, value]));
    expect(new Set(bodies).size).toBe(1);
    expect(answers[0]?.value.reason).toBe('credentials');
  });

  it('waits longer from failure to failure, also after a restart, and never for a clock set back', async () => {
    await start();
    await account('li.na');
    const wrong = () => signIn('li.na', { password: 'not the right one' });
    for (let n = 0; n < 5; n += 1) expect((await wrong()).status).toBe(401);
    const held = await signIn('li.na');
    expect([held.status, held.answer.headers.get('retry-after')]).toEqual([429, '5']);
    now += 5_000;
    expect((await wrong()).status).toBe(401);
    expect((await signIn('li.na')).answer.headers.get('retry-after')).toBe('10');
    // a name that no account has waits just so
    for (let n = 0; n < 5; n += 1) await signIn('nobody', { password: 'not the right one' });
    expect((await signIn('nobody')).status).toBe(429);
    // another process sees the same file
    expect(new AccessBook(qiao.data).failures.get(digestOf('li.na'))?.count).toBe(6);
    now -= 365 * 24 * 60 * MINUTE;
    expect((await signIn('li.na')).answer.headers.get('retry-after')).toBe('10');
    now += 365 * 24 * 60 * MINUTE + 10_000;
    expect((await signIn('li.na')).status).toBe(200);
    expect((await wrong()).status).toBe(401);
    expect((await signIn('li.na')).status).toBe(200);
  });

  it('makes many who try one name at the same time wait like one who tries again and again', async () => {
    await start();
    await account('li.na');
    const wrong = Array.from({ length: 10 }, () =>
      signIn('li.na', { password: 'not the right one' }),
    );
    const answers = (await Promise.all(wrong)).map(({ status }) => status);
    expect(answers.filter((status) => status === 401)).toHaveLength(5);
    expect(answers.filter((status) => status === 429)).toHaveLength(5);
    expect((await signIn('li.na')).status).toBe(429);
  });

  it('gives a new secret whatever the browser brought, in a cookie that no script reads and no other site sends', async () => {
    await start();
    await account('li.na');
    const planted = `qiao-sign-in-${PORT}=planted`;
    const { set, cookie } = await signIn('li.na', {}, planted);
    expect(set).toMatch(/^qiao-sign-in-8456=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(await who(planted)).toBeNull();
    expect((await who(cookie))?.id).toBe('li.na');
    // thrown beside a planted one, neither counts
    expect(await who(`${cookie}; ${planted}`)).toBeNull();
    const again = await signIn('li.na', {}, cookie);
    expect(again.cookie).not.toBe(cookie);
  });

  it('ends idle, ends in any case, and a clock that jumps back prolongs nothing', async () => {
    await start();
    await account('li.na');
    const { cookie } = await signIn('li.na');
    for (let hours = 0; hours < 13; hours += 1) {
      now += 60 * MINUTE;
      expect(await who(cookie)).not.toBeNull();
      await qiao.sources.book.change(() => undefined); // its sign of life is noted by then
    }
    now += 61 * MINUTE;
    expect(await who(cookie)).toBeNull();
    now -= 10 * 60 * MINUTE;
    expect(await who(cookie)).toBeNull(); // its newest sign of life lies in the future
    now += 10 * 60 * MINUTE;
    const idle = (await signIn('li.na')).cookie;
    now += 121 * MINUTE;
    expect(await who(idle)).toBeNull();
    const early = (await signIn('li.na')).cookie;
    now -= 4 * MINUTE; // as clocks are set right
    expect(await who(early)).not.toBeNull();
  });

  it('two tabs: signing out in one ends the other; a new password ends every other sign-in', async () => {
    await start();
    await account('li.na');
    const tab = (await signIn('li.na')).cookie;
    const elsewhere = (await signIn('li.na')).cookie;
    expect((await tell('sign-out', {}, tab)).set).toContain('Max-Age=0');
    expect(await who(tab)).toBeNull();
    expect(await who(elsewhere)).not.toBeNull();
    const told = { password: PASSWORD, next: 'another long enough one' };
    const wrong = await tell('password', { ...told, password: 'not the right one' }, elsewhere);
    expect(wrong.status).toBe(401);
    const changed = await tell('password', told, elsewhere);
    expect(changed.status).toBe(200);
    expect([await who(elsewhere), (await who(changed.cookie))?.id]).toEqual([null, 'li.na']);
    expect((await signIn('li.na')).status).toBe(401);
  });

  it('a page of another site can do nothing, whatever name it gives this server', async () => {
    await start();
    await account('li.na');
    const { cookie } = await signIn('li.na');
    const out = (headers: Record<string, string>) =>
      tell('sign-out', {}, cookie, headers).then(({ status }) => status);
    expect(await out({ origin: 'http://elsewhere.example' })).toBe(403);
    expect(await out({ origin: 'null' })).toBe(403);
    expect(await out({ origin: `https://127.0.0.1:${PORT}` })).toBe(403);
    expect(await out({ origin: '' })).toBe(403);
    expect(await who(cookie)).not.toBeNull();
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      const headers = { host: `elsewhere.example:${PORT}`, cookie };
      request({ port: PORT, path: '/api/me', headers }, (res) => resolve(res.statusCode)).end();
    });
    expect(status).toBe(421);
  });
});

describe('the second factor', () => {
  const codeOf = (secret: string) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });

  it('once made is asked for, takes no code twice, and recovery codes once each', async () => {
    await start();
    await account('li.na');
    const first = (await signIn('li.na')).cookie;
    const begun = await tell<Enrolment>('second-factor/begin', { password: PASSWORD }, first);
    const { secret, uri } = begun.value;
    expect(uri).toContain('otpauth://totp/');
    const wrong = { password: PASSWORD, secret, code: '000000' };
    // who finds a screen left signed in knows no password, and sets no factor of his own
    const stolen = { password: 'not the password', secret, code: codeOf(secret) };
    expect((await tell('second-factor', stolen, first)).status).toBe(401);
    expect((await tell('second-factor', wrong, first)).status).toBe(401);
    const made = await tell<Me & RecoveryCodes>(
      'second-factor',
      { password: PASSWORD, secret, code: codeOf(secret) },
      first,
    );
    expect(made.value.codes).toHaveLength(10);
    expect([await who(first), (await who(made.cookie))?.secondFactor]).toEqual([null, 'on']);

    expect((await signIn('li.na')).value.reason).toBe('code-needed');
    expect((await signIn('li.na', { code: codeOf(secret) })).status).toBe(401); // used a moment ago
    now += 30_000;
    const code = codeOf(secret);
    const both = await Promise.all([signIn('li.na', { code }), signIn('li.na', { code })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
    now -= 60_000; // its clock set back, a code heard before is worth nothing
    expect((await signIn('li.na', { code: codeOf(secret) })).status).toBe(401);
    now += 60_000;
    const [recovery] = made.value.codes;
    expect((await signIn('li.na', { code: recovery?.toLowerCase() })).status).toBe(200);
    expect((await signIn('li.na', { code: recovery })).status).toBe(401);
  });

  it('where a role needs one, nothing else may be done before', async () => {
    await start({ settings: SignInSettings.parse({}) });
    await account('root', 'admin');
    const { cookie, value } = await signIn('root');
    expect([value.secondFactor, value.routes]).toEqual(['due', []]);
    const list = () => fetch(`${qiao.url}/api/accounts`, { headers: { cookie } });
    expect((await list()).status).toBe(403);
    const { secret } = (
      await tell<Enrolment>('second-factor/begin', { password: PASSWORD }, cookie)
    ).value;
    const made = await tell(
      'second-factor',
      { password: PASSWORD, secret, code: codeOf(secret) },
      cookie,
    );
    const listed = await fetch(`${qiao.url}/api/accounts`, { headers: { cookie: made.cookie } });
    expect(listed.status).toBe(200);
  });
});

it('what lies on the disk is no password and no secret of a cookie or link; the audit has every act', async () => {
  await start();
  const { book } = qiao.sources;
  await account('li.na');
  const { cookie } = await signIn('li.na');
  await signIn('li.na', { password: 'not the right one' });
  const link = await book.change(() => newLink(book, 'invitation', 'li.na', now));
  const bytes = readFileSync(join(qiao.data, 'access.mdb'));
  for (const secret of [PASSWORD, cookie.split('=')[1] ?? '-', link.split('=')[1] ?? '-'])
    expect(bytes.includes(secret)).toBe(false);
  expect(bytes.includes('$argon2id$v=19$m=65536,p=4,t=3$')).toBe(true);
  const told = JSON.stringify(qiao.told);
  expect(told).not.toContain(PASSWORD);
  expect(qiao.told.map(({ act, outcome, who }) => [act, outcome, who])).toEqual([
    ['login', 'done', 'li.na'],
    ['login', 'refused', 'li.na'],
  ]);
});
