import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Gate } from './gate.ts';
import { type Connection, openConnection } from './native.ts';
import type { Request } from './request.ts';
import {
  checkStatement,
  forbiddenFunctions,
  READER_VERBS,
  type Role,
  settingsFor,
} from './roles.ts';
import { Spool } from './spool.ts';
import { parseStatement, Refused, type Statement, syntaxError } from './statement.ts';

/** Longest statement, without the data of an INSERT: ClickHouse's own `max_query_size`. */
const MAX_QUERY = 262_144;
/** Largest body of one INSERT. The store's batches are a hundredth of this. */
const MAX_BODY = 512 * 2 ** 20;
/** Statements that run at once. Each holds a libuv thread; of the 12, 4 are left to files and gzip. */
const PLACES: Readonly<Record<Role, number>> = { writer: 3, reader: 5, vault: 1 };
const WAITING = 256;

export interface Outcome {
  bytes: Buffer;
  /** Format of `bytes`. */
  format: string;
  /** Rows and bytes written by an INSERT with data, otherwise in the result. */
  rows: number;
  size: number;
  wrote: boolean;
  elapsedNs: number;
}

/** The embedded engine: every statement runs on a fresh connection, so nothing set for one outlives it. */
export class Engine {
  readonly version: string;
  readonly #path: string;
  /** Keeps the engine open between statements; runs nothing after the start. */
  readonly #anchor: Connection;
  readonly #forbidden: ReadonlySet<string>;
  readonly #spool: Spool;
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #gates: Readonly<Record<Role, Gate>> = {
    writer: new Gate(PLACES.writer, WAITING),
    reader: new Gate(PLACES.reader, WAITING),
    vault: new Gate(PLACES.vault, WAITING),
  };

  private constructor(
    path: string,
    anchor: Connection,
    about: z.infer<typeof About>,
    spool: Spool,
  ) {
    this.#path = path;
    this.#anchor = anchor;
    this.version = about.version;
    this.#forbidden = forbiddenFunctions(about.functions);
    this.#spool = spool;
  }

  /** Opens the data directory, making it where missing. Throws where another process holds it. */
  static async open(directory: string): Promise<Engine> {
    const path = resolve(directory);
    const anchor = openConnection(path);
    const { bytes } = await anchor.run(
      'SELECT version() AS version, groupArray(name) AS functions FROM system.table_functions',
      'JSONEachRow',
    );
    return new Engine(
      path,
      anchor,
      About.parse(JSON.parse(bytes.toString())),
      new Spool(path, MAX_BODY),
    );
  }

  /**
   * Runs the request's one statement with the role's rights. Once `signal` aborts, what only reads is
   * killed and everything else runs to its end. Throws Refused or the engine's own error.
   */
  async run(
    role: Role,
    request: Request,
    body: AsyncIterable<Buffer>,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const { statement, data } = await readStatement(request.query, body);
    checkStatement(role, request.readonly, statement, this.#forbidden);
    const settings = settingsFor(role, request.settings);
    if (request.readonly) settings.set('readonly', '1');

    if (statement.kind === 'run') {
      const text = utf8(statement.text);
      const killable = READER_VERBS.has(statement.verb);
      return this.#place(role, request, settings, text, statement.format, killable, signal);
    }
    return this.#spool.hold(data, async (path) => {
      const { head, settings: own, format } = statement;
      const text = `${utf8(head)}\nFROM INFILE '${path}' ${utf8(own)}\nFORMAT ${format}`;
      const outcome = await this.#place(role, request, settings, text, null, false, signal);
      return { ...outcome, wrote: true };
    });
  }

  /** Lets running statements end, kills those still running after `graceMs`, and closes the engine. */
  async close(graceMs: number): Promise<void> {
    const kill = setTimeout(() => {
      for (const id of this.#running.keys()) void this.#kill(id);
    }, graceMs);
    await Promise.allSettled(this.#running.values());
    clearTimeout(kill);
    this.#anchor.close();
    this.#spool.remove();
  }

  async #place(
    role: Role,
    request: Request,
    settings: Map<string, string>,
    text: string,
    format: string | null,
    killable: boolean,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const gate = this.#gates[role];
    await gate.enter(signal);
    const id = randomUUID();
    const abort = () => {
      if (killable) void this.#kill(id);
    };
    try {
      const done = this.#connected(id, request, settings, text, format, signal);
      this.#running.set(id, done);
      signal.addEventListener('abort', abort, { once: true });
      return await done;
    } finally {
      signal.removeEventListener('abort', abort);
      this.#running.delete(id);
      gate.leave();
    }
  }

  async #connected(
    id: string,
    request: Request,
    settings: Map<string, string>,
    text: string,
    format: string | null,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const connection = openConnection(this.#path);
    try {
      if (request.database) await connection.run(`USE ${quoted(request.database, '`')}`, 'Null');
      await connection.run(setStatement(id, settings, request.params), 'Null');
      signal.throwIfAborted();
      const began = process.hrtime.bigint();
      const { bytes, rowsRead, bytesRead } = await connection.run(text, request.format);
      const elapsedNs = Number(process.hrtime.bigint() - began);
      return {
        bytes,
        format: format ?? request.format,
        rows: rowsRead,
        size: bytesRead,
        wrote: false,
        elapsedNs,
      };
    } finally {
      connection.close();
    }
  }

  async #kill(id: string): Promise<void> {
    const connection = openConnection(this.#path);
    try {
      await connection.run(`KILL QUERY WHERE Settings['log_comment'] = '${id}' ASYNC`, 'Null');
    } finally {
      connection.close();
    }
  }
}

const About = z.object({ version: z.string(), functions: z.array(z.string()) });

/** `log_comment` carries our id of the statement, by which it can be killed: the engine's is not ours to give. */
function setStatement(
  id: string,
  settings: Map<string, string>,
  params: Map<string, string>,
): string {
  const all = [...settings].filter(([name]) => name !== 'log_comment' && name !== 'readonly');
  const parts = [
    ['log_comment', id],
    ...all,
    ...[...params].map(([name, v]) => [`param_${name}`, v]),
  ];
  const readonly = settings.get('readonly');
  if (readonly !== undefined) parts.push(['readonly', readonly]); // last: it forbids the others
  return `SET ${parts.map(([name, value]) => `${name} = ${quoted(value!, "'")}`).join(', ')}`;
}

/** A literal or identifier of any text, on one line. */
const quoted = (text: string, quote: "'" | '`'): string => {
  const escapes: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\0': '\\0' };
  return quote + text.replace(/[\\'`\n\r\0]/g, (c) => escapes[c] ?? `\\${c}`) + quote;
};

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/** The statement, and what follows it: the data of an INSERT. The URL's query comes before the body. */
async function readStatement(
  query: string,
  body: AsyncIterable<Buffer>,
): Promise<{ statement: Statement; data: AsyncIterable<Buffer> }> {
  const chunks = body[Symbol.asyncIterator]();
  let head = Buffer.from(query === '' ? '' : `${query}\n`);
  let ended = false;
  const parsed = insertAlready(head);
  if (parsed === null)
    while (!ended && head.length <= MAX_QUERY) {
      const { value, done } = await chunks.next();
      if (done) ended = true;
      else head = Buffer.concat([head, value]);
    }
  const statement = parsed ?? parseStatement(head.toString('latin1'));
  if (statement.kind === 'run' && head.length > MAX_QUERY)
    throw syntaxError(`Max query size exceeded: ${MAX_QUERY} bytes`);
  return {
    statement,
    data: (async function* () {
      if (statement.kind !== 'insert') return;
      if (statement.dataAt < head.length) yield head.subarray(statement.dataAt);
      if (!ended) yield* { [Symbol.asyncIterator]: () => chunks };
    })(),
  };
}

/** The INSERT that stands complete before its data in the URL; null: the body has to be read first. */
function insertAlready(head: Buffer): Statement | null {
  if (head.length === 0) return null;
  try {
    const statement = parseStatement(head.toString('latin1'));
    return statement.kind === 'insert' ? statement : null;
  } catch (cause) {
    if (cause instanceof Refused) return null; // told again, or made whole, once the body is there
    throw cause;
  }
}
