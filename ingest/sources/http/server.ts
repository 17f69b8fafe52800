import { once } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import type { HttpSettings } from '../../../config/deployment/ports/http.ts';
import { faultOf } from '../../../config/fault.ts';
import { createRateLimit } from '../../../config/rate-limit.ts';
import type { Intake } from '../../intake/intake.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import { keepDoor } from '../door.ts';
import { type BodyBudget, readBody } from './body.ts';
import { type Call, HttpError, type Reply, type Route } from './route.ts';
import { createRouter, type Match } from './router.ts';

/** An address may hold such a part of the memory for bodies. */
const SHARES = 4;
const HEADER_BYTES = 16 * 1024;
/** How long requests under way may take to end when the server stops. */
const DRAIN_MS = 3_000;

/** What a browser must read to let a page of another site see an answer (Fetch, CORS protocol). */
const ANY_ORIGIN = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'retry-after',
};
const preflight = (methods: readonly string[]) => ({
  'access-control-allow-methods': methods.join(', '),
  'access-control-allow-headers': 'content-type',
  'access-control-max-age': '86400',
});

/** Reasons under which a port counts what never reached its handler. */
const COUNTED: Readonly<Record<number, PortRefusal>> = {
  400: 'bad request',
  413: 'oversize',
  415: 'content encoding',
  429: 'rate limit',
  503: 'unavailable',
};

/**
 * The server of all HTTP ports: routes, limits and errors in one place. Answers are JSON unless a
 * handler says otherwise; errors are `{"error": reason}`. A sender that must come again is told
 * when (429 and 503 with Retry-After). Memory is bounded by the connections and bodies allowed.
 * @throws where the port is taken
 */
export async function startHttp(options: {
  /** Where: an address and its port, 0 being any free one; or a socket of this machine, which its owner alone may open. */
  at: { host: string; port: number } | { path: string };
  routes: readonly Route[];
  settings: HttpSettings;
  intake: Intake;
  log: Logger;
}): Promise<{ port: number; close(): Promise<void> }> {
  const { settings, intake, log } = options;
  const find = createRouter(options.routes);
  const wait = createRateLimit(settings.ratePerSecond, 2 * settings.ratePerSecond, Date.now);
  const budget: BodyBudget = { left: settings.maxBodyBytes };
  /** One address cannot keep the others out by bodies that never end. */
  const share = settings.maxBodyBytes / SHARES;
  const shares = new Map<string, BodyBudget>();

  const answer = async (request: IncomingMessage, match: Match, remote: string): Promise<Reply> => {
    const url = request.url ?? '/';
    const [path = '/', query = ''] = url.split('?', 2);
    if (match.route === null && match.crossOrigin && request.method === 'OPTIONS')
      return { status: 204, headers: preflight(match.methods) };
    if (match.route === null)
      throw match.methods.length > 0
        ? new HttpError(405, 'method not allowed', { allow: match.methods.join(', ') })
        : new HttpError(404, 'no such path');
    const { route, params } = match;
    const refuse = (status: number, message: string, headers: Record<string, string> = {}) => {
      route.health.refuse(COUNTED[status] ?? 'bad request');
      return new HttpError(status, message, headers);
    };

    const seconds = wait(remote);
    if (seconds > 0) throw refuse(429, 'too many requests', { 'retry-after': String(seconds) });
    const closed = route.reads ? null : intake.closed();
    if (closed)
      throw refuse(503, closed.message, { 'retry-after': String(closed.retryAfterSeconds) });
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity') throw refuse(415, `content encoding ${encoding} is not taken`);

    const call: Omit<Call, 'body'> = {
      method: request.method ?? 'GET',
      path,
      url,
      params,
      query: new URLSearchParams(query),
      headers: request.headers,
      remote,
      stream: request,
    };
    if (route.streams) return route.handle({ ...call, body: Buffer.alloc(0) });
    const own = shares.get(remote) ?? { left: share };
    shares.set(remote, own);
    const forget = () => {
      if (own.left === share) shares.delete(remote);
    };
    const { body, release } = await readBody(request, route.limit, [budget, own]).catch(
      (error: HttpError) => {
        forget();
        throw refuse(error.status, error.message, error.headers);
      },
    );
    try {
      return await route.handle({ ...call, body });
    } finally {
      release();
      forget();
    }
  };

  const replyTo = (error: unknown, route: Route | null): Reply => {
    if (error instanceof HttpError)
      return { status: error.status, body: { error: error.message }, headers: error.headers };
    if (error instanceof Unavailable)
      return {
        status: 503,
        body: { error: error.message },
        headers: { 'retry-after': String(error.retryAfterSeconds) },
      };
    route?.health.refuse('fault while answering');
    const { method, path } = route ?? {};
    log.error({ ...faultOf(error), method, route: path }, 'a request failed');
    return { status: 500, body: { error: 'a fault here; nothing was taken' } };
  };

  const server = createServer(
    { maxHeaderSize: HEADER_BYTES, keepAliveTimeout: settings.idleSeconds * 1000 },
    (request, response) => {
      const match = find(request.method ?? 'GET', request.url?.split('?', 1)[0] ?? '/');
      const { crossOrigin = false } = match.route ?? match;
      answer(request, match, request.socket.remoteAddress ?? '')
        .catch((error: unknown) => replyTo(error, match.route))
        .then((reply) => send(request, response, reply, crossOrigin ? ANY_ORIGIN : {}))
        .catch((error: unknown) => {
          log.warn(faultOf(error), 'an answer could not be sent');
          response.destroy();
        });
    },
  );
  // whose sender it was is not known yet: every port of the server tells of it
  const healths = new Set(options.routes.map(({ health }) => health));
  const admit = keepDoor(server, settings, (reason) => {
    for (const health of healths) health.refuse(reason);
  });
  server.on('connection', admit);
  server.requestTimeout = settings.requestSeconds * 1000;
  server.headersTimeout = settings.headSeconds * 1000;
  server.on('clientError', (_, socket) => {
    // gone at once: a peer that never reads would hold its place among the connections for ever
    const gone = () => socket.destroy();
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n', gone);
    else gone();
  });

  const { at } = options;
  // what a process that was killed left behind
  if ('path' in at) rmSync(at.path, { force: true });
  server.listen(at);
  await once(server, 'listening');
  if ('path' in at) chmodSync(at.path, 0o600);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      await closed;
      clearTimeout(late);
    },
  };
}

/** @param more headers besides the reply's own */
function send(
  request: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
  more: Readonly<Record<string, string>>,
): void {
  const { status, body, type, headers } = reply;
  const text =
    body === undefined
      ? ''
      : typeof body === 'string' || Buffer.isBuffer(body)
        ? body
        : JSON.stringify(body);
  response.writeHead(status, {
    'content-type': type ?? 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...more,
    ...headers,
    // what the sender still sends is not read: the line cannot be used again
    ...(request.complete || request.readableEnded ? {} : { connection: 'close' }),
  });
  response.end(text);
}
