import { VIEW_NAMES } from '../../config/contract/picture.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Access } from '../access/scope.ts';
import { type ApiSources, answerApi } from './api.ts';
import { failure, SECURITY_HEADERS, sameOrigin } from './headers.ts';
import type { Sessions } from './sessions.ts';
import type { StaticFiles } from './static-files.ts';
import type { HttpRequest, HttpResponse, Listen, ListenError, Transport } from './transport.ts';

/** No request carries a body of note. */
const BODY_LIMIT = 16 * 1024;
/** A hello is about 1 KiB. */
const FRAME_LIMIT = 16 * 1024;
/** Until there is sign-in, whoever reaches the port sees all. */
const EVERYTHING: Access = { views: new Set(VIEW_NAMES), scope: null };
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
  /** The built display. */
  files: StaticFiles;
  sources: ApiSources;
  sessions: Sessions;
}

/** Serves the display, its API and its line: `/`, `/api/…`, `/healthz`, `/ws`. */
export function startGateway(options: GatewayOptions): Promise<Result<Transport, ListenError>> {
  const { files, sources, sessions } = options;
  const secured = (response: HttpResponse): HttpResponse => ({
    ...response,
    headers: { ...SECURITY_HEADERS, ...response.headers },
  });
  const sameSite = (request: Pick<HttpRequest, 'header'>) =>
    sameOrigin(request.header('origin'), request.header('host'));

  return options.listen({
    host: options.host,
    port: options.port,
    socketPath: '/ws',
    bodyLimit: BODY_LIMIT,
    frameLimit: FRAME_LIMIT,
    admit: (request) =>
      sameSite(request)
        ? ok(EVERYTHING)
        : err(secured(failure(403, 'pages of other sites may not connect'))),
    open: (line, access) => sessions.open(line, access),
    async request(request) {
      if (!sameSite(request)) return secured(failure(403, 'pages of other sites may not ask'));
      if (request.path === '/ws') return secured(failure(426, 'a WebSocket'));
      const answer = await answerApi(request, sources);
      return secured(answer ?? answerFile(request, files));
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
