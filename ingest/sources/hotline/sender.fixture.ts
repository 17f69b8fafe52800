import { randomUUID } from 'node:crypto';
import { HotlineSettings, type Signature } from '../../../config/deployment/ports/hotline.ts';
import { HttpSettings } from '../../../config/deployment/ports/http.ts';
import type { Answer } from '../http/answer.ts';
import { startHttp } from '../http/server.ts';
import { openPort } from '../port.fixture.ts';
import { hotlineRoutes } from './routes.ts';
import { signatureOf } from './signature.ts';

interface Signing {
  client?: string;
  key?: string;
  nonce?: string;
  /** Milliseconds that the sender's clock is ahead. */
  ahead?: number;
  algorithm?: Signature;
}

/** The hotline's port on a real socket, and a hotline that signs what it sends. */
export async function serveHotline(settings: object = {}) {
  const port = await openPort('12345');
  const server = await startHttp({
    at: { host: '127.0.0.1', port: 0 },
    routes: hotlineRoutes(port.context, HotlineSettings.parse(settings)),
    settings: HttpSettings.parse({}),
    intake: port.context.intake,
    log: port.context.log,
  });
  const known = port.context.keys.clients['12345']?.upstream ?? '';

  const send = (url: string, body: string | Uint8Array, signing: Signing = {}) => {
    const timestamp = String(Date.now() + (signing.ahead ?? 0));
    const nonce = signing.nonce ?? randomUUID();
    const signed = { timestamp, nonce, method: 'POST', url, body: Buffer.from(body) };
    const algorithm = signing.algorithm ?? 'hmac-sha256';
    return fetch(`http://127.0.0.1:${server.port}${url}`, {
      method: 'POST',
      body: signed.body,
      headers: {
        'X-Qiao-Client': signing.client ?? 'upstream',
        'X-Qiao-Timestamp': timestamp,
        'X-Qiao-Nonce': nonce,
        'X-Qiao-Signature': signatureOf(signing.key ?? known, algorithm, signed),
        ...(signing.algorithm ? { 'X-Qiao-Algorithm': algorithm } : {}),
      },
    });
  };
  return {
    ...port,
    port: server.port,
    send,
    async tell(url: string, records: unknown, signing: Signing = {}) {
      const response = await send(url, JSON.stringify(records), signing);
      const body = (await response.json()) as Answer & { error?: string };
      return { status: response.status, ...body };
    },
    async close() {
      await server.close();
      await port.close();
    },
  };
}
