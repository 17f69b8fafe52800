import { err, ok, type Result } from '../../config/contract/result.ts';
import { networkOf } from '../../config/network-of.ts';
import { createRateLimit } from '../../config/rate-limit.ts';
import type { Site } from '../access/cookies.ts';
import { createAdmission } from './admission.ts';
import { answerApi } from './api.ts';
import type { ApiSources } from './api-sources.ts';
import { strange } from './checks.ts';
import { Guests } from './guests.ts';
import { failure, securityHeaders } from './headers.ts';
import { refuse } from './route.ts';
import type { Sessions } from './sessions.ts';
import type { StaticFiles } from './static-files.ts';
import type {
  HttpRequest,
  HttpResponse,
  Listen,
  ListenError,
  Tls,
  Transport,
} from './transport.ts';

/** Commands and accounts are small; nothing else carries a body. */
const BODY_LIMIT = 16 * 1024;
/** A hello is about 1 KiB. */
export const FRAME_LIMIT = 16 * 1024;
/** Requests a second, and at once: of somebody who is known, and of an address that is not. */
const KNOWN_RATE = [100, 1_000] as const;
export const STRANGER_RATE = [10, 200] as const;
const YEAR_SECONDS = 31_536_000;

const NOT_BUILT = `<!doctype html>
<meta charset="utf-8">
<title>桥 Qiao</title>
<h1>页面尚未构建 · The display is not built</h1>
<p>请运行 <code>npm run build</code>，然后重新启动。Run <code>npm run build</code>, then start again.</p>
`;

export interface GatewayOptions {
  listen: Listen;
  host: string;
  port: number;
  /** null: plain http. */
  tls: Tls | null;
  site: Site;
  /** The built display. */
  files: StaticFiles;
  sources: ApiSources;
  sessions: Sessions;
}

/** Serves the display, its API and its line: `/`, `/api/…`, `/healthz`, `/readyz`, `/metrics`, `/ws`. */
export async function startGateway(
  options: GatewayOptions,
): Promise<Result<Transport, ListenError>> {
  const { files, sources, sessions, site } = options;
  const { doorkeeper, book } = sources.access;
  const guests = new Guests(book, doorkeeper);
  const monotonic = () => performance.now();
  const [ofKnown, ofStrangers] = [
    createRateLimit(...KNOWN_RATE, monotonic),
    createRateLimit(...STRANGER_RATE, monotonic),
  ];
  const headers = securityHeaders(site);
  const secured = (response: HttpResponse): HttpResponse => ({
    ...response,
    headers: { ...headers, ...response.headers },
  });
  const admission = createAdmission(doorkeeper, site, ofStrangers);

  const answer = async (request: HttpRequest): Promise<HttpResponse> => {
    const refusal = strange(request, request.method, site);
    if (refusal) return refusal;
    if (request.path === '/ws') return failure(426, 'a WebSocket');
    const who = doorkeeper.who(request);
    // files are told to everybody, from memory
    if (request.path !== '/' && !files(request.path)) {
      const wait = who ? ofKnown(who.key) : ofStrangers(networkOf(request.address));
      if (wait > 0) return refuse('wait', wait);
    }
    return (await answerApi({ ...request, who }, sources)) ?? answerFile(request, files);
  };

  const started = await options.listen({
    host: options.host,
    port: options.port,
    tls: options.tls,
    socketPath: '/ws',
    bodyLimit: BODY_LIMIT,
    frameLimit: FRAME_LIMIT,
    admit(request) {
      const admitted = admission(request);
      return admitted.ok ? admitted : err(secured(admitted.error));
    },
    open: (line, who) => guests.came(line, who, sessions.open(line, who.access)),
    request: async (request) => secured(await sources.faults.guard(request, answer)),
  });
  if (!started.ok) {
    guests.stop();
    return started;
  }
  return ok({
    close() {
      guests.stop();
      return started.value.close();
    },
  });
}

function answerFile(request: HttpRequest, files: StaticFiles): HttpResponse {
  if (request.method !== 'GET') return failure(405, 'GET only');
  const file = files(request.path);
  if (!file) {
    if (request.path !== '/') return failure(404, 'no such page');
    return {
      status: 503,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: NOT_BUILT,
    };
  }
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': file.immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
  };
  if (request.header('if-none-match') === file.etag) return { status: 304, headers, body: '' };
  const zipped = file.gzip !== null && /\bgzip\b/.test(request.header('accept-encoding'));
  return zipped
    ? { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: file.gzip! }
    : { status: 200, headers, body: file.body };
}
