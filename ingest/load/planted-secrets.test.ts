import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { deskKeys } from '../../config/desk-keys.ts';
import { portKeys } from '../../config/port-keys.ts';
import { Running } from '../../config/running.fixture.ts';
import { newSecret } from '../../config/vault/keys.ts';
import { qnText, secondsText } from '../sources/environment/device-time.ts';
import { buildFrame } from '../sources/environment/frame.ts';
import { signatureOf } from '../sources/hotline/signature.ts';
import { connect, type Store, storeTarget } from '../store/index.ts';
import { sql } from '../store/sql.ts';

const ZONE = 'Asia/Shanghai';
const MN = '010000A8900016F000169DC0';
const VAULT_KEY = newSecret();
/** Everything that must not be found again, by what it is. */
const PLANTED = {
  vaultKey: VAULT_KEY,
  oidcSecret: 'planted-oidc-secret',
  password: 'planted-password-77',
  device: 'PLANTEDPW',
  wrongDevice: 'WRONGPW88',
  apiKey: 'planted-open311-key',
  token: 'planted-bearer-token',
  signature: 'ab'.repeat(32),
  cookie: 'planted-cookie-value',
  link: 'planted-link-secret',
  phone: '13987650123',
  name: '欧阳建国',
  idNumber: '320507198801012137',
};
const PERSON = `诉求人${PLANTED.name}，电话${PLANTED.phone}，身份证${PLANTED.idNumber}`;

let qiao: Running;
let reader: Store;
let sent = 0;

beforeAll(async () => {
  const data = mkdtempSync(join(tmpdir(), 'qiao-planted-'));
  const ports = {
    environment: { devices: [{ mn: MN, station: 'hq-air-02', password: PLANTED.device }] },
  };
  writeFileSync(join(data, 'ports.json'), JSON.stringify(ports));
  qiao = await Running.start({
    ...{ QIAO_DATA: data, QIAO_CITY: 'off', QIAO_LOG: 'debug' },
    ...{ QIAO_VAULT_KEYS: `planted:${VAULT_KEY}`, QIAO_OIDC_SECRET: PLANTED.oidcSecret },
  });
  const target = { data, storePort: qiao.port + 1, clickhouseUrl: undefined };
  reader = connect(storeTarget(target, 'reader'));
  const ready = async () => (await fetch(`${qiao.url}readyz`)).status;
  await vi.waitUntil(async () => (await ready()) === 200, { timeout: 100_000, interval: 200 });
}, 180_000);
afterAll(async () => {
  await reader?.close();
  await qiao?.stop();
});

/** Sends something that is to be refused, and says how it was. */
async function send(url: string, body: string, headers: Record<string, string>): Promise<number> {
  sent++;
  return (await fetch(url, { method: 'POST', headers, body })).status;
}

describe('secrets and people, planted in everything that comes in', () => {
  it('at the screens: passwords, codes, links, cookies, tokens and reasons', async () => {
    const api = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      send(`${qiao.url}api/${path}`, typeof body === 'string' ? body : JSON.stringify(body), {
        origin: qiao.url.slice(0, -1),
        ...headers,
      });
    const { password, link, token, cookie } = PLANTED;
    const desk = { authorization: `Bearer ${deskKeys(qiao.data).tokens.desk?.token}` };
    expect(await api('sign-in', { account: PLANTED.phone, password, code: '123456' })).toBe(401);
    expect(await api('sign-in', `{"password":"${password}"`)).toBe(400);
    expect(await api('sign-in', { account: 'a', [password]: PLANTED.phone })).toBe(400);
    expect(await api('links/admin', { secret: link, account: 'root', name: 'r', password })).toBe(
      410,
    );
    expect(await api('links/invitation', { secret: link, password })).toBe(410);
    expect(await api('commands', '{}', { authorization: `Bearer ${token}` })).toBe(401);
    expect(await api('commands', '{}', { cookie: `qiao-sign-in-${qiao.port}=${cookie}` })).toBe(
      401,
    );
    expect(await api('commands', { no: '1', actor: PERSON, [PLANTED.phone]: 1 }, desk)).toBe(400);
    expect(await api('reveal', { case: 'x', fields: ['phone'], reason: PERSON }, desk)).toBe(404);
    const search = `${qiao.url}api/search?${new URLSearchParams({ q: PERSON, from: '2026-11-01', to: '2026-11-02' })}`;
    expect((await fetch(search, { headers: desk })).status).toBe(200);
  });

  it('at the ports: broken and senseless records, wrong keys, wrong signatures, a wrong password of a device', async () => {
    const keys = portKeys(qiao.data).clients;
    const base = `http://127.0.0.1:${qiao.port + 3}`;
    const broken = `{"content":"${PERSON}"`;
    const senseless = JSON.stringify({ [PERSON]: PERSON, no: PERSON, at: PERSON, content: PERSON });
    const paths = {
      ...{
        dcm: ['/dcm/cases', '/dcm/components', '/dcm/totals'],
        hall: ['/hall/tickets', '/hall/terminals'],
      },
      ...{ grid: ['/grid/reports', '/grid/tracks', '/grid/attendance'] },
      ...{ safety: ['/safety/inspections', '/safety/hazards'] },
    };
    for (const [port, all] of Object.entries(paths))
      for (const path of all) {
        const known = { authorization: `Bearer ${keys[port]?.upstream}` };
        const json = { 'content-type': 'application/json' };
        for (const body of [broken, senseless])
          expect(await send(base + path, body, { ...known, ...json }), path).toBeGreaterThanOrEqual(
            400,
          );
        const stranger = { authorization: `Bearer ${PLANTED.token}`, ...json };
        expect(await send(base + path, senseless, stranger), path).toBe(401);
      }
    for (const [body, forged] of [
      [broken, false],
      [senseless, false],
      [senseless, true],
    ] as const) {
      const [timestamp, nonce, url] = [String(Date.now()), `planted-${sent}`, '/12345/orders'];
      const signed = { timestamp, nonce, method: 'POST', url, body: Buffer.from(body) };
      const right = signatureOf(keys['12345']?.upstream ?? '', 'hmac-sha256', signed);
      const headers = {
        ...{ 'x-qiao-client': 'upstream', 'x-qiao-timestamp': timestamp, 'x-qiao-nonce': nonce },
        'x-qiao-signature': forged ? PLANTED.signature : right,
      };
      expect(await send(base + url, body, headers)).toBeGreaterThanOrEqual(400);
    }
    const civic = new URLSearchParams({ api_key: PLANTED.apiKey, description: PERSON });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect(
      await send(`${base}/open311/v2/requests.json`, String(civic), form),
    ).toBeGreaterThanOrEqual(400);
    expect((await fetch(`${base}/open311/v2/requests.json?${civic}`)).status).toBe(200);

    const line = dial(qiao.port + 4, '127.0.0.1');
    await once(line, 'connect');
    for (const password of [PLANTED.wrongDevice, PLANTED.device]) {
      const now = Math.floor(Date.now() / 1000) * 1000;
      const [at, measured] = [qnText(now, ZONE), secondsText(now, ZONE)];
      const cp = `DataTime=${measured};w01018-Rtd=20,w01018-Flag=N`;
      line.write(buildFrame(`QN=${at};ST=32;CN=2011;PW=${password};MN=${MN};Flag=5;CP=&&${cp}&&`));
    }
    await once(line, 'data'); // the second one is answered
    line.destroy();
  });

  it('are in no log of any process, and in no dead letter that a reader of the store can see', async () => {
    const letters = () =>
      reader.query<Record<string, unknown>>(
        sql`SELECT * FROM dead_letters WHERE at >= toDateTime(0)`,
      );
    await expect.poll(async () => (await letters()).length, { timeout: 60_000 }).toBeGreaterThan(4);
    const secrets = [
      ...Object.entries(PLANTED),
      ...Object.entries(portKeys(qiao.data).clients).flatMap(([port, of]) =>
        Object.values(of).map((key) => [port, key] as const),
      ),
    ];
    const seen = JSON.stringify(await letters());
    const said = qiao.output.join('');
    expect(said.length).toBeGreaterThan(0);
    for (const [what, secret] of secrets) {
      expect(said.includes(secret), `${what} in a log`).toBe(false);
      expect(
        seen.includes(secret),
        `${what} in a dead letter: ${seen.slice(Math.max(0, seen.indexOf(secret) - 200), seen.indexOf(secret) + 60)}`,
      ).toBe(false);
    }
  }, 90_000);
});
