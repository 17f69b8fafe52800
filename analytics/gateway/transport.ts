import type { Result } from '../../config/contract/result.ts';
import { PIECE_BYTES } from '../../config/contract/wire.ts';
import type { Identity } from '../access/identity.ts';

/** The little that the gateway needs of an HTTP and WebSocket server; `uws.ts` and `ws.ts` give it. */
export interface Transport {
  /** Closes the port and every line. */
  close(): Promise<void>;
}

/** Headers that the gateway reads. */
export const HEADER_NAMES = [
  'host',
  'origin',
  'accept-encoding',
  'if-none-match',
  'authorization',
  'cookie',
  'user-agent',
] as const;
export type HeaderName = (typeof HEADER_NAMES)[number];

export interface HttpRequest {
  method: string;
  /** Path as sent, still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** '' where the header is absent. */
  header(name: HeaderName): string;
  /** IP address of the other end. */
  address: string;
  /** At most `bodyLimit` bytes; empty where there is none. */
  body: Uint8Array;
}

/** A request, and who asks; null: nobody known. */
export interface Asked extends HttpRequest {
  who: Identity | null;
}

export interface HttpResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

/** One screen's line, as the transport gives it. */
export interface Line {
  /**
   * Queues a binary message of at most PIECE_BYTES. false: it was not taken, because the line is gone
   * or it would make more than BUFFER_BYTES wait; `drain` comes where the line goes on.
   */
  send(message: Uint8Array): boolean;
  /** Bytes queued and not yet taken by the network. */
  buffered(): number;
  /** Says why and closes. `code`: RFC 6455 §7.4. */
  end(code: number, reason: string): void;
}

/** What happens on a line. */
export interface LineHandlers {
  /** A frame came; null: a binary one. */
  message(text: string | null): void;
  /** A frame was larger than the line takes. */
  oversize(): void;
  /** Something waited to be sent, and less does now. */
  drain(): void;
  close(): void;
}

/** Files in PEM: the certificate with those that vouch for it, and its key. */
export interface Tls {
  cert: string;
  key: string;
}

export interface Serving {
  host: string;
  port: number;
  /** null: plain http. */
  tls: Tls | null;
  /** Path of the WebSocket. */
  socketPath: string;
  /** Bodies of requests above this many bytes are refused with 413. */
  bodyLimit: number;
  /** Frames of screens above this many bytes end the line. */
  frameLimit: number;
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Whether a line may open: who is at its other end, or the refusal. */
  admit(request: Omit<HttpRequest, 'body'>): Result<Identity, HttpResponse>;
  open(line: Line, who: Identity): LineHandlers;
}

export type ListenError = 'port taken';

/** Listens. The port is exclusive: where another process holds it, `port taken`. */
export type Listen = (serving: Serving) => Promise<Result<Transport, ListenError>>;

/**
 * Most bytes that wait for a line's network, that of a screen that does not read: what they say is old
 * by the time they are read, and there may be thousands of such screens.
 */
export const BUFFER_BYTES = 64 * 1024;

/** A WebSocket's header before a message, and a ping or pong between two. */
const HEADER_BYTES = 32;

/** Bytes waiting above which a line takes nothing more: one more message would exceed BUFFER_BYTES. */
export const FULL_BYTES = BUFFER_BYTES - PIECE_BYTES - HEADER_BYTES;

/** Seconds without a sign of life after which a line is closed. Pings are sent before that. */
export const IDLE_SECONDS = 32;

export const STATUS_TEXT: Readonly<Record<number, string>> = {
  200: 'OK',
  303: 'See Other',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  410: 'Gone',
  413: 'Content Too Large',
  421: 'Misdirected Request',
  426: 'Upgrade Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};
