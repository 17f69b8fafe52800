import type {
  ListenOptions,
  TemplatedApp,
  HttpRequest as UwsRequest,
  HttpResponse as UwsResponse,
  us_listen_socket,
  WebSocket,
} from 'uWebSockets.js';
import { createRequire } from 'node:module';
import { err, ok } from '../../config/contract/result.ts';
import type { Identity } from '../access/identity.ts';
import {
  FULL_BYTES,
  HEADER_NAMES,
  type HttpRequest,
  type HttpResponse,
  IDLE_SECONDS,
  type Line,
  type LineHandlers,
  type Listen,
  type Serving,
  STATUS_TEXT,
} from './transport.ts';

// What the library has and its types leave out.
declare module 'uWebSockets.js' {
  export const LIBUS_LISTEN_EXCLUSIVE_PORT: ListenOptions;
  interface TemplatedApp {
    listen(
      host: RecognizedString,
      port: number,
      options: ListenOptions,
      done: (socket: us_listen_socket | false) => void,
    ): TemplatedApp;
  }
}

// CommonJS whose names Node's import cannot see.
const uws = createRequire(import.meta.url)('uWebSockets.js') as typeof import('uWebSockets.js');

/** A request of this library lives only until the handler returns: what is needed is copied at once. */
function copyOf(req: UwsRequest, res: UwsResponse): Omit<HttpRequest, 'body'> {
  const headers = new Map(HEADER_NAMES.map((name) => [name, req.getHeader(name)] as const));
  return {
    method: req.getMethod().toUpperCase(),
    path: req.getUrl(),
    query: new URLSearchParams(req.getQuery()),
    header: (name) => headers.get(name) ?? '',
    address: Buffer.from(res.getRemoteAddressAsText()).toString(),
  };
}

function answer(res: UwsResponse, response: HttpResponse): void {
  res.cork(() => {
    res.writeStatus(`${response.status} ${STATUS_TEXT[response.status] ?? ''}`.trim());
    for (const [name, value] of Object.entries(response.headers)) res.writeHeader(name, value);
    if (response.status === 304) res.endWithoutBody();
    else res.end(response.body);
  });
}

interface LineData {
  who: Identity;
  line: UwsLine | null;
}

const DROPPED = 2;

/** A socket of this library may not be touched after it closed. */
class UwsLine implements Line {
  readonly handlers: LineHandlers;
  #socket: WebSocket<LineData> | null;

  constructor(socket: WebSocket<LineData>, open: (line: Line) => LineHandlers) {
    this.#socket = socket;
    this.handlers = open(this);
  }

  send(message: Uint8Array): boolean {
    return this.#socket !== null && this.#socket.send(message, true) !== DROPPED;
  }

  buffered(): number {
    return this.#socket?.getBufferedAmount() ?? 0;
  }

  end(code: number, reason: string): void {
    this.#socket?.end(code, reason);
  }

  closed(): void {
    this.#socket = null;
    this.handlers.close();
  }
}

/**
 * The library lets 512 connections wait at a listening socket. When another gateway dies thousands come
 * at once, and whom the kernel turns away asks again after 1, 2, 4 s: so there are several.
 */
const QUEUES = 8;
/** LIBUS_LISTEN_DEFAULT, which the library has in its types alone. */
const SHARED: ListenOptions = 0;

/** Listens on several sockets, which nobody else shares; null: the port is taken. */
async function listenAt(
  app: TemplatedApp,
  { host, port }: Serving,
): Promise<us_listen_socket[] | null> {
  const at = (options: ListenOptions) =>
    new Promise<us_listen_socket | false>((done) => app.listen(host, port, options, done));
  const alone = await at(uws.LIBUS_LISTEN_EXCLUSIVE_PORT);
  if (alone === false) return null;
  uws.us_listen_socket_close(alone);
  const sockets: us_listen_socket[] = [];
  for (let n = 0; n < QUEUES; n++) {
    const socket = await at(SHARED);
    if (socket === false) break;
    sockets.push(socket);
  }
  return sockets.length === 0 ? null : sockets;
}

/** The transport over uWebSockets.js. */
export const listenUws: Listen = async (serving) => {
  const { tls } = serving;
  const app = tls ? uws.SSLApp({ cert_file_name: tls.cert, key_file_name: tls.key }) : uws.App();
  const refused = (status: number): HttpResponse => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: STATUS_TEXT[status] }),
  });

  app.any('/*', (res, req) => {
    const request = copyOf(req, res);
    let gone = false;
    let size = 0;
    const chunks: Buffer[] = [];
    const reply = (response: HttpResponse) => {
      if (gone) return;
      gone = true;
      answer(res, response);
    };
    res.onAborted(() => {
      gone = true;
    });
    res.onData((chunk, last) => {
      size += chunk.byteLength;
      if (size > serving.bodyLimit) {
        reply(refused(413));
        return;
      }
      chunks.push(Buffer.from(chunk.slice(0))); // the library's own memory is reused after this
      if (!last) return;
      const body = Buffer.concat(chunks);
      serving.request({ ...request, body }).then(reply, () => reply(refused(500)));
    });
  });

  app.ws<LineData>(serving.socketPath, {
    compression: uws.DISABLED,
    // Above the session's own limits, which speak before they close.
    maxPayloadLength: serving.frameLimit * 16,
    maxBackpressure: FULL_BYTES,
    idleTimeout: IDLE_SECONDS,
    sendPingsAutomatically: true,
    upgrade(res, req, context) {
      const admitted = serving.admit(copyOf(req, res));
      if (!admitted.ok) {
        answer(res, admitted.error);
        return;
      }
      res.upgrade<LineData>(
        { who: admitted.value, line: null },
        req.getHeader('sec-websocket-key'),
        req.getHeader('sec-websocket-protocol'),
        req.getHeader('sec-websocket-extensions'),
        context,
      );
    },
    open(ws) {
      const data = ws.getUserData();
      data.line = new UwsLine(ws, (line) => serving.open(line, data.who));
    },
    message(ws, message, isBinary) {
      const handlers = ws.getUserData().line?.handlers;
      if (message.byteLength > serving.frameLimit) handlers?.oversize();
      else handlers?.message(isBinary ? null : Buffer.from(message).toString());
    },
    drain(ws) {
      ws.getUserData().line?.handlers.drain();
    },
    close(ws) {
      ws.getUserData().line?.closed();
    },
  });

  const sockets = await listenAt(app, serving);
  if (sockets === null) return err('port taken');
  return ok({
    async close() {
      for (const socket of sockets) uws.us_listen_socket_close(socket);
      app.close();
    },
  });
};
