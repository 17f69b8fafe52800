import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refused } from './statement.ts';

/** A request of ClickHouse's HTTP interface, taken apart. */
export interface Request {
  /** Query text from the URL; the body follows it on a line of its own. */
  query: string;
  user: string;
  password: string;
  database: string | null;
  format: string;
  queryId: string;
  /** Values of `{name:Type}`, as ClickHouse's own text escapes them. */
  params: Map<string, string>;
  settings: Map<string, string>;
  compress: boolean;
  /** Never writes, whoever asks: what came by GET. */
  readonly: boolean;
}

/** Keys of the URL that are no settings, and have no meaning here. */
const IGNORED = new Set(['wait_end_of_query', 'send_progress_in_http_headers', 'buffer_size']);
const IGNORED_TOO = new Set([
  ...['http_headers_progress_interval_ms', 'cancel_http_readonly_queries_on_client_close', 'role'],
  ...[
    'enable_http_compression',
    'http_zlib_compression_level',
    'http_write_exception_in_output_format',
  ],
]);
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Takes the URL and headers of a request apart. Throws Refused for what is not supported. */
export function parseRequest(message: IncomingMessage): Request {
  const url = new URL(message.url ?? '/', 'http://store');
  const header = (name: string): string | undefined => {
    const value = message.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const basic = /^Basic (\S+)$/i.exec(header('authorization') ?? '')?.[1];
  const pair = Buffer.from(basic ?? '', 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const acceptsGzip = /\bgzip\b/.test(header('accept-encoding') ?? '');

  const request: Request = {
    query: '',
    user: header('x-clickhouse-user') ?? (colon < 0 ? '' : pair.slice(0, colon)),
    password: header('x-clickhouse-key') ?? (colon < 0 ? '' : pair.slice(colon + 1)),
    database: header('x-clickhouse-database') ?? null,
    format: header('x-clickhouse-format') ?? 'TabSeparated',
    queryId: header('x-clickhouse-query-id') ?? '',
    params: new Map(),
    settings: new Map(),
    compress: acceptsGzip && url.searchParams.get('enable_http_compression') === '1',
    readonly: message.method === 'GET',
  };
  for (const [key, value] of url.searchParams) {
    if (key === 'query') request.query += value;
    else if (key === 'user') request.user = value;
    else if (key === 'password') request.password = value;
    else if (key === 'database') request.database = value;
    else if (key === 'default_format') request.format = value;
    else if (key === 'query_id') request.queryId = value;
    else if (key === 'session_id' || key === 'compress' || key === 'decompress')
      throw new Refused(48, 'NOT_IMPLEMENTED', `${key} is not supported by the embedded store`);
    else if (IGNORED.has(key) || IGNORED_TOO.has(key)) continue;
    else if (!NAME.test(key)) throw new Refused(115, 'UNKNOWN_SETTING', `Unknown setting '${key}'`);
    else if (key.startsWith('param_')) request.params.set(key.slice('param_'.length), value);
    else request.settings.set(key, value);
  }
  request.queryId ||= randomUUID();
  return request;
}

/** The body of a request, decompressed as its Content-Encoding says. Throws Refused for an unknown one. */
export function bodyOf(message: IncomingMessage): NodeJS.ReadableStream & AsyncIterable<Buffer> {
  const encoding = message.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity' || encoding === '') return message;
  const decoder = { gzip: createGunzip, deflate: createInflate, br: createBrotliDecompress }[
    encoding
  ];
  if (decoder === undefined)
    throw new Refused(48, 'NOT_IMPLEMENTED', `Unknown Content-Encoding ${encoding}`);
  const stream = decoder();
  message.once('error', (cause) => stream.destroy(cause));
  message.once('close', () => {
    if (!message.complete) stream.destroy(new Error('client went away'));
  });
  return message.pipe(stream);
}
