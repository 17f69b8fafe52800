import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { serve } from '../access/served.fixture.ts';
import { siteOf } from './site.ts';
import { listenUws } from './uws.ts';
import { listenWs } from './ws.ts';

const folder = mkdtempSync(join(tmpdir(), 'qiao-tls-'));
const tls = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
afterAll(() => rmSync(folder, { recursive: true }));

/** A certificate of our own making; where there is no openssl, none. */
const made = (() => {
  try {
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const out = ['-keyout', tls.key, '-out', tls.cert];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    execFileSync('openssl', ['req', '-x509', ...key, ...subject, ...out, '-days', '1'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    console.warn('SKIPPED: the tests of TLS need openssl');
    return false;
  }
})();

describe.skipIf(!made).each([
  { name: 'uWebSockets.js', listen: listenUws, port: 8464 },
  { name: 'ws', listen: listenWs, port: 8466 },
])('TLS over $name', ({ listen, port }) => {
  it('pages, cookies and the line are https alone', async () => {
    const site = siteOf({ host: '127.0.0.1', port, tls: true }, undefined);
    const qiao = await serve(listen, port, { site, demo: 'shown' }, tls);
    const ca = readFileSync(tls.cert);
    const sent = request(`${qiao.url}/api/links/demo`, {
      ...{ method: 'POST', ca, agent: false },
      headers: { origin: qiao.url },
    });
    sent.end(JSON.stringify({ secret: 'shown' }));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000');
    const [set = ''] = answer.headers['set-cookie'] ?? [];
    expect(set).toMatch(/^__Host-qiao-wall=.*; Path=\/; HttpOnly; SameSite=Strict; Secure;/);
    const headers = { cookie: set.split(';')[0] ?? '', origin: qiao.url };
    const ws = new WebSocket(`wss://127.0.0.1:${port}/ws`, { ca, headers });
    await once(ws, 'open');
    ws.terminate();
    const plain = new WebSocket(`wss://127.0.0.1:${port}/ws`, {
      ca,
      headers: { ...headers, origin: `http://127.0.0.1:${port}` },
    });
    const [error] = (await once(plain, 'error')) as [Error];
    expect(error.message).toContain('403');
    await qiao.close();
  });
});
