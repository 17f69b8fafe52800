import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecure } from 'node:https';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { err, ok } from '../../config/contract/result.ts';
import type { Identity } from '../access/identity.ts';
import {
  FULL_BYTES,
  type HttpRequest,
  type HttpResponse,
  IDLE_SECONDS,
  type Line,
  type LineHandlers,
  type Listen,
  STATUS_TEXT,
} from './transport.ts';

function requestOf(message: IncomingMessage): Omit<HttpRequest, 'body'> {
  const [path = '/', query = ''] = (message.url ?? '/').split(/\?(.*)/s);
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    header: (name) => String(message.headers[name] ?? ''),
    address: message.socket.remoteAddress ?? '',
  };
}

function answer(res: ServerResponse, { status, headers, body }: HttpResponse): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  res.writeHead(
    status,
    status === 304 ? headers : { ...headers, 'content-length': bytes.byteLength },
  );
  res.end(status === 304 ? undefined : bytes);
}

class WsLine implements Line {
  readonly handlers: LineHandlers;
  readonly #socket: WebSocket;
  readonly #written: () => void;

  constructor(socket: WebSocket, open: (line: Line) => LineHandlers) {
    this.#socket = socket;
    this.#written = () => {
      if (socket.readyState === socket.OPEN) this.handlers.drain();
    };
    this.handlers = open(this);
  }

  send(message: Uint8Array): boolean {
    const socket = this.#socket;
    if (socket.readyState !== socket.OPEN) return false;
    if (socket.bufferedAmount > FULL_BYTES) return false;
    socket.send(message, this.#written);
    return true;
  }

  buffered(): number {
    return this.#socket.bufferedAmount;
  }

  end(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }
}

/** Connections that wait to be taken: when another gateway dies thousands come at once. */
const WAITING = 4_096;

/** The transport over node:http and `ws`, for platforms without the other's binary. */
export const listenWs: Listen = (serving) => {
  const refused = (status: number): HttpResponse => ({
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ error: STATUS_TEXT[status] }),
  });

  const take = (message: IncomingMessage, res: ServerResponse) => {
    let size = 0;
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= serving.bodyLimit) chunks.push(chunk);
      else if (!res.headersSent) answer(res, refused(413));
    });
    message.on('end', () => {
      if (res.headersSent) return;
      const body = Buffer.concat(chunks);
      serving.request({ ...requestOf(message), body }).then(
        (response) => answer(res, response),
        () => answer(res, refused(500)),
      );
    });
  };
  const { tls } = serving;
  const http = tls
    ? createSecure({ cert: readFileSync(tls.cert), key: readFileSync(tls.key) }, take)
    : createServer(take);

  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: serving.frameLimit * 16,
    perMessageDeflate: false,
  });
  const alive = new WeakSet<WebSocket>();

  const open = (ws: WebSocket, who: Identity) => {
    alive.add(ws);
    const { handlers } = new WsLine(ws, (line) => serving.open(line, who));
    ws.on('pong', () => alive.add(ws));
    ws.on('message', (data: Buffer, isBinary) => {
      if (data.length > serving.frameLimit) handlers.oversize();
      else handlers.message(isBinary ? null : data.toString());
    });
    ws.on('error', () => ws.terminate());
    ws.on('close', () => handlers.close());
  };

  http.on('upgrade', (message: IncomingMessage, socket: Socket, head) => {
    socket.on('error', () => socket.destroy()); // a refused client may reset the line
    const request = requestOf(message);
    const admitted =
      request.path === serving.socketPath ? serving.admit(request) : err(refused(404));
    if (admitted.ok) {
      sockets.handleUpgrade(message, socket, head, (ws) => open(ws, admitted.value));
      return;
    }
    const refusal = admitted.error;
    const text =
      typeof refusal.body === 'string' ? refusal.body : Buffer.from(refusal.body).toString();
    socket.end(
      `HTTP/1.1 ${refusal.status} ${STATUS_TEXT[refusal.status] ?? ''}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    );
  });

  const pulse = setInterval(
    () => {
      for (const ws of sockets.clients) {
        if (!alive.delete(ws)) ws.terminate();
        else ws.ping();
      }
    },
    (IDLE_SECONDS / 2) * 1000,
  );

  return new Promise((done, fail) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      clearInterval(pulse);
      if (error.code === 'EADDRINUSE') done(err('port taken'));
      else fail(error);
    });
    http.listen(
      { host: serving.host, port: serving.port, exclusive: true, backlog: WAITING },
      () => {
        done(
          ok({
            async close() {
              clearInterval(pulse);
              for (const ws of sockets.clients) ws.terminate();
              http.closeAllConnections();
              await new Promise((closed) => http.close(closed));
            },
          }),
        );
      },
    );
  });
};
