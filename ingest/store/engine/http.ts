import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Engine, Outcome } from './engine.ts';
import { type Failure, failureOf } from './failure.ts';
import { bodyOf, parseRequest } from './request.ts';
import { type Role, roleOf } from './roles.ts';
import { Refused } from './statement.ts';

/** Results below this are not worth compressing. */
const GZIP_FROM = 1024;
/** Parameters travel in the URL: lists of ids make it long. */
const MAX_HEADERS = 2 ** 20;
const compress = promisify(gzip);

/**
 * ClickHouse's HTTP interface over the embedded engine: what `@clickhouse/client` and ordinary tools
 * use of it. Not listening yet.
 */
export function createHttpServer(
  engine: Engine,
  passwords: Readonly<Record<Role, string>>,
): Server {
  return createServer({ maxHeaderSize: MAX_HEADERS }, (message, response) => {
    const path = message.url?.split('?', 1)[0];
    if (path === '/ping') return void plain(response, 200, 'Ok.\n');
    if (path !== '/') return void plain(response, 404, 'There is no handle for this path.\n');
    if (message.method === 'GET' && !message.url?.includes('query='))
      return void plain(response, 200, 'Ok.\n');
    if (message.method !== 'GET' && message.method !== 'POST')
      return void plain(response, 405, 'Only GET and POST.\n');
    void answer(engine, passwords, message, response);
  });
}

async function answer(
  engine: Engine,
  passwords: Readonly<Record<Role, string>>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new Error('client went away')));
  message.on('error', () => gone.abort(new Error('client went away')));
  try {
    const request = parseRequest(message);
    response.setHeader('X-ClickHouse-Query-Id', encodeURI(request.queryId));
    const role = roleOf(request.user, request.password, passwords);
    if (role === null) {
      response.setHeader('WWW-Authenticate', 'Basic realm="ClickHouse server HTTP API"');
      throw new Refused(
        516,
        'AUTHENTICATION_FAILED',
        `${request.user || 'default'}: Authentication failed: password is incorrect, or there is no user with such name.`,
      );
    }
    const outcome = await engine.run(role, request, bodyOf(message), gone.signal);
    await send(response, outcome, request.compress);
  } catch (cause) {
    if (!gone.signal.aborted) refuse(message, response, failureOf(cause, engine.version));
  }
}

async function send(response: ServerResponse, outcome: Outcome, zip: boolean): Promise<void> {
  const { rows, size, wrote } = outcome;
  response.setHeader('Content-Type', contentType(outcome.format));
  response.setHeader('X-ClickHouse-Format', outcome.format);
  response.setHeader(
    'X-ClickHouse-Summary',
    JSON.stringify({
      read_rows: `${rows}`,
      read_bytes: `${size}`,
      written_rows: wrote ? `${rows}` : '0',
      written_bytes: wrote ? `${size}` : '0',
      result_rows: wrote ? '0' : `${rows}`,
      result_bytes: `${outcome.bytes.length}`,
      elapsed_ns: `${outcome.elapsedNs}`,
    }),
  );
  let { bytes } = outcome;
  if (zip && bytes.length >= GZIP_FROM) {
    bytes = await compress(bytes, { level: constants.Z_BEST_SPEED });
    response.setHeader('Content-Encoding', 'gzip');
  }
  response.setHeader('Content-Length', bytes.length);
  response.end(bytes);
}

function refuse(message: IncomingMessage, response: ServerResponse, failure: Failure): void {
  response.setHeader('X-ClickHouse-Exception-Code', failure.code);
  // What the client still sends is not read: the connection cannot serve another request.
  if (!message.complete) response.setHeader('Connection', 'close');
  plain(response, failure.status, failure.text);
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=UTF-8' }).end(text);
}

const contentType = (format: string): string => {
  if (/^JSON/i.test(format)) return 'application/json; charset=UTF-8';
  if (/^(TabSeparated|TSV)/i.test(format)) return 'text/tab-separated-values; charset=UTF-8';
  if (/^CSV/i.test(format)) return 'text/csv; charset=UTF-8';
  if (/^(Arrow|Native|RowBinary|Parquet|ORC|Avro)/i.test(format)) return 'application/octet-stream';
  return 'text/plain; charset=UTF-8';
};
