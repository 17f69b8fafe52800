import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Millis } from '../../../config/contract/ids.ts';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import {
  type HotlineSettings,
  SIGNATURES,
  type Signature,
} from '../../../config/deployment/ports/hotline.ts';
import { type Call, HttpError } from '../http/route.ts';
import type { PortContext } from '../port.ts';

const NONCE = /^[\x21-\x7e]{8,128}$/;
const MILLIS = /^\d{13}$/;
const DEFAULT: Signature = 'hmac-sha256';

/** What a request says in its signature. */
export interface Signed {
  /** As sent: UTC milliseconds. */
  timestamp: string;
  nonce: string;
  method: string;
  /** Path and query as sent. */
  url: string;
  body: Buffer;
}

const digestOf = (algorithm: Signature, body: Buffer): string => hash(SIGNATURES[algorithm], body);

/** @param digest of the body */
const over = (key: string, algorithm: Signature, signed: Signed, digest: string): string => {
  const { timestamp, nonce, method, url } = signed;
  return createHmac(SIGNATURES[algorithm], key)
    .update([timestamp, nonce, method, url, digest].join('\n'))
    .digest('hex');
};

/**
 * The signature of a request, hexadecimal: HMAC (RFC 2104) over the lines timestamp, nonce, method, url
 * and digest of the body, with SHA-256 or SM3 for both.
 */
export const signatureOf = (key: string, algorithm: Signature, signed: Signed): string =>
  over(key, algorithm, signed, digestOf(algorithm, signed.body));

const header = (headers: IncomingHttpHeaders, name: string): string => {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
};

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Prepares telling who signed a request: the headers X-Qiao-Client, -Timestamp, -Nonce, -Signature, and
 * X-Qiao-Algorithm where it is not HMAC-SHA256. Keys are those of the port in `context.keys.clients`.
 *
 * A nonce stands for one request. The same request under it once more is a sender whose answer was lost,
 * or a replay: both are let through, since identity makes every record in it a duplicate. Another request
 * under it is refused. Memory is bounded: beyond the window, or the most nonces, they are forgotten.
 * @param machine machine time: senders know no other
 * @returns the client's id
 * @throws HttpError 401 where signature, client or time is wrong, 409 where the nonce was used; counted
 */
export function createVerifier(
  context: PortContext,
  settings: HotlineSettings['signature'],
  machine: () => Millis,
): (call: Call) => string {
  const { health, keys, source } = context;
  const window = settings.windowSeconds * 1000;
  const allowed = new Set<string>(settings.algorithms);
  const clients = new Map(Object.entries(keys.clients[source] ?? {}));
  /** Oldest first. */
  const nonces = new Map<string, { request: string; until: Millis }>();

  const refuse = (status: number, reason: PortRefusal, message: string): HttpError => {
    health.refuse(reason);
    return new HttpError(status, message);
  };
  const remember = (key: string, request: string, now: Millis): boolean => {
    for (const [oldest, { until }] of nonces) {
      if (until > now && nonces.size < settings.maxNonces) break;
      nonces.delete(oldest);
    }
    const known = nonces.get(key);
    if (known !== undefined) return known.request === request;
    // a time stamped ahead of ours stays good for as much longer
    nonces.set(key, { request, until: now + 2 * window });
    return true;
  };

  return (call) => {
    const { method, url, body, headers } = call;
    const client = header(headers, 'x-qiao-client');
    const timestamp = header(headers, 'x-qiao-timestamp');
    const nonce = header(headers, 'x-qiao-nonce');
    const told = header(headers, 'x-qiao-signature').toLowerCase();
    const algorithm = header(headers, 'x-qiao-algorithm').toLowerCase() || DEFAULT;
    if (client === '' || told === '')
      throw refuse(401, 'not signed', 'X-Qiao-Client and X-Qiao-Signature are needed');
    if (!MILLIS.test(timestamp))
      throw refuse(401, 'not signed', 'X-Qiao-Timestamp: not milliseconds since 1970');
    if (!NONCE.test(nonce))
      throw refuse(401, 'not signed', 'X-Qiao-Nonce: not 8 to 128 printable signs');
    if (!allowed.has(algorithm))
      throw refuse(
        401,
        'unknown algorithm',
        `X-Qiao-Algorithm: not one of ${settings.algorithms.join(', ')}`,
      );
    const key = clients.get(client);
    if (key === undefined) throw refuse(401, 'unknown client', 'X-Qiao-Client: not known');

    const signed = { timestamp, nonce, method, url, body };
    const digest = digestOf(algorithm as Signature, body);
    if (!same(told, over(key, algorithm as Signature, signed, digest)))
      throw refuse(401, 'wrong signature', 'X-Qiao-Signature: not that of this request');

    const now = machine();
    const offset = Number(timestamp) - now;
    health.clock(client, offset);
    if (Math.abs(offset) > window)
      throw refuse(
        401,
        'stale timestamp',
        `X-Qiao-Timestamp: ${Math.round(offset / 1000)} s off our clock, ${settings.windowSeconds} s are allowed`,
      );
    if (!remember(`${client}\n${nonce}`, `${method} ${url} ${digest}`, now))
      throw refuse(409, 'nonce used', 'X-Qiao-Nonce: used already for another request');
    return client;
  };
}
