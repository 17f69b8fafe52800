import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { PortHealth } from '../../intake/health.ts';

/** One request as a route sees it. */
export interface Call {
  method: string;
  /** Path without the query, as sent. */
  path: string;
  /** Path and query as sent, for signatures. */
  url: string;
  /** Values of the route's `:name` segments, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  remote: string;
  /** The whole body; empty for a route that streams. */
  body: Buffer;
  /** The request itself, unread, for a route that streams. */
  stream: IncomingMessage;
}

/** The answer. An object body is sent as JSON; texts and bytes as they are, under `type`. */
export interface Reply {
  status: number;
  body?: unknown;
  /** Content type of a text or bytes body. */
  type?: string;
  headers?: Readonly<Record<string, string>>;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments, `:name` takes one, e.g. `/grid/reports/:no/photos`. */
  path: string;
  /** Largest body in bytes. */
  limit: number;
  /** True: the handler reads `call.stream` itself, within its own limits. */
  streams?: boolean;
  /** True: it only reads, and answers while nothing can be taken. */
  reads?: boolean;
  /** True: a page of any site may call it (CORS): it serves what is public, and knows no cookies. */
  crossOrigin?: boolean;
  /** Of the port the route belongs to: counts what is refused before the handler sees it. */
  health: PortHealth;
  /** May throw `Unavailable` (503 with Retry-After) and `HttpError`; anything else is a 500. */
  handle(call: Call): Promise<Reply>;
}

/** A refusal that the sender is told: `{"error": message}` with the status. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}
