import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Revealed } from '../../config/contract/reveal.ts';
import { deskKeys } from '../../config/desk-keys.ts';
import { portKeys } from '../../config/port-keys.ts';
import type { Running } from '../../config/running.fixture.ts';
import { qnText, secondsText } from '../sources/environment/device-time.ts';
import { buildFrame } from '../sources/environment/frame.ts';
import { signatureOf } from '../sources/hotline/signature.ts';
import { connect, type Store, storeTarget } from '../store/index.ts';
import { sql } from '../store/sql.ts';
import {
  PEOPLE,
  PERSON,
  STATION_PASSWORD,
  speak,
  tellOfPeople,
  typedAt,
} from './planted.fixture.ts';
import { LEADER, MN, PLANTED, startPlanted } from './planted-qiao.fixture.ts';

const ZONE = 'Asia/Shanghai';

let qiao: Running;
let reader: Store;
let sent = 0;

beforeAll(async () => {
  qiao = await startPlanted();
  const target = { data: qiao.data, storePort: qiao.port + 1, clickhouseUrl: undefined };
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
    const search = `${qiao.url}api/search?${new URLSearchParams({ q: `${PLANTED.name} ${PLANTED.phone}`, from: '2026-11-01', to: '2026-11-02' })}`;
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

  it('at the ports of tables, photos and water stations, and where commands came in once', async () => {
    const keys = portKeys(qiao.data).clients;
    const base = `http://127.0.0.1:${qiao.port + 3}`;
    const senseless = JSON.stringify({ [PERSON]: PERSON, no: PERSON, at: PERSON, content: PERSON });
    // a station that sends what has no time, and one with a wrong password
    const sent = secondsText(Date.now(), ZONE).slice(2);
    const frames = [typedAt(PERSON, '269999999999'), typedAt(PERSON, sent, '0000')];
    await speak(qiao.port + 5, frames, 1);

    const table = {
      authorization: `Bearer ${keys.registers?.upstream}`,
      'content-type': 'text/csv',
    };
    const people = ['企业编号,生效日期,联系人', `${PERSON},${PERSON},${PERSON}`].join('\n');
    for (const register of ['firms', 'people']) {
      const put = { method: 'PUT', headers: table, body: people };
      expect((await fetch(`${base}/registers/${register}`, put)).status).toBe(422);
    }
    const form = new FormData();
    form.append('report', senseless);
    form.append('photo', new Blob(['no photo']), `${PERSON}.jpg`);
    const of = { method: 'POST', headers: { authorization: `Bearer ${keys.grid?.upstream}` } };
    expect((await fetch(`${base}/grid/reports`, { ...of, body: form })).status).toBe(415);
    // commands have a socket of their own, which no network reaches
    expect(await send(`${base}/desk/commands`, senseless, table)).toBe(404);
  });

  it('in good records: whoever may is shown them in clear, once, and for a reason', async () => {
    const no = await tellOfPeople(qiao);
    const desk = { authorization: `Bearer ${deskKeys(qiao.data).tokens.desk?.token}` };
    const ask = (path: string, body: object) =>
      fetch(`${qiao.url}api/${path}`, {
        method: 'POST',
        headers: desk,
        body: JSON.stringify(body),
      });
    const on = { on: 'case', case: { source: '12345', upstreamNo: no }, act: 'comment' };
    const remark = { no: 'planted', actor: 'desk-1', command: { ...on, text: PERSON } };
    const soon = { timeout: 60_000, interval: 200 };
    await expect.poll(async () => (await ask('commands', remark)).status, soon).toBe(200);
    const wanted = {
      case: `12345:${no}:0`,
      fields: ['caller', 'phone', 'content'],
      reason: PERSON,
    };
    const revealed = async () => {
      const answer = await ask('reveal', wanted);
      return answer.ok ? ((await answer.json()) as Revealed).values.map(({ value }) => value) : [];
    };
    await expect
      .poll(async () => (await revealed()).sort(), soon)
      .toEqual([PEOPLE.phone, PEOPLE.name, PERSON].sort());
  }, 130_000);

  it('are in no row that a reader of the store, an auditor or a screen can see, and in no file of the data folder', async () => {
    const { phone, name, idNumber, plate, flat } = PEOPLE;
    const seen: Record<string, string> = {};
    for (const table of [
      sql`hops`,
      sql`patrols`,
      sql`registers`,
      sql`inspections`,
      sql`device_events`,
      sql`dead_letters`,
    ]) {
      const ask = () => reader.query(sql`SELECT * FROM ${table} WHERE at >= toDateTime(0)`);
      const rows = async () => (await ask()).length;
      await expect.poll(rows, { timeout: 60_000 }).toBeGreaterThan(0);
      seen[String(table.pieces)] = JSON.stringify(await ask());
    }
    const leader = { authorization: `Bearer ${LEADER}` };
    const told = await (await fetch(`${qiao.url}api/audit?limit=500`, { headers: leader })).text();
    expect(told).toMatch(/"act":"reveal","outcome":"done"/);
    seen.audit = told;
    const files = readdirSync(qiao.data, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const path = join(file.parentPath, file.name);
      seen[path] = `${file.name} ${readFileSync(path).toString('utf8')}`;
    }
    for (const [where, text] of Object.entries(seen))
      for (const secret of [phone, name, idNumber, plate, flat])
        expect(text.includes(secret), `${secret} in ${where}`).toBe(false);
    const letters = await reader.query<{ raw: string }>(
      sql`SELECT raw FROM dead_letters WHERE source = 'water' AND at >= toDateTime(0)`,
    );
    expect(letters.length).toBeGreaterThan(0);
    for (const { raw } of letters) expect(raw).not.toContain(STATION_PASSWORD);
  }, 130_000);

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
