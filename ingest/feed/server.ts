import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { pack, unpack } from 'msgpackr';
import type { Logger } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Entry, Tally } from '../../config/contract/facts.ts';
import type { FeedMessage, IngestStatus } from '../../config/contract/feed.ts';
import type { Seq } from '../../config/contract/ids.ts';
import { CommitError } from '../journal/commit.ts';
import type { Journal } from '../journal/journal.ts';

const SLICE = 2_000;
/** Characters of text in one message: far below what a reader's socket takes. */
const WEIGHT = 8_000_000;
const POLL_MS = 5;
const STATUS_MS = 1_000;
/** A reader that does not keep up is waited for: the journal holds what it has not taken. */
const BUFFER_LIMIT = 4 * 1024 * 1024;

const Request = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('follow'),
    reader: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
    after: z.union([z.number().int().min(0), z.literal('stored')]),
  }),
  z.object({ t: z.literal('reached'), seq: z.number().int().min(0) }),
  // each is checked by the pipeline, which keeps what it cannot take as a dead letter
  z.object({
    t: z.literal('submit'),
    n: z.number().int(),
    facts: z.array(z.unknown()).max(10_000),
  }),
]);

export interface FeedServer {
  close(): Promise<void>;
}

/** A position that a full disk did not take is made good by the next that is told. */
function unlessCommitFailed(error: unknown): void {
  if (!(error instanceof CommitError)) throw error;
}

/** Whoever follows has no use for what is sealed, and what it does not have it cannot lose. */
const withoutSealed = (entry: Entry): Entry =>
  entry.fact.kind === 'sealed'
    ? { ...entry, fact: { ...entry.fact, nonce: '', sealed: '' } }
    : entry;

/**
 * Serves the feed (config/contract/feed.ts) on loopback.
 * @param submit makes alert events durable and says what became of them
 * @throws where the port is taken
 */
export async function startFeed(options: {
  port: number;
  token: string;
  journal: Journal;
  status: () => IngestStatus;
  submit: (alerts: unknown[]) => Promise<Tally>;
  log: Logger;
}): Promise<FeedServer> {
  const { journal, log } = options;
  const http = createServer((_, response) => response.writeHead(426).end());
  const server = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 });
  const expected = Buffer.from(`Bearer ${options.token}`);

  http.on('upgrade', (request: IncomingMessage, socket, head) => {
    socket.on('error', () => socket.destroy()); // a refused client may reset the line
    const given = Buffer.from(request.headers.authorization ?? '');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    server.handleUpgrade(request, socket, head, (ws) => serve(ws));
  });

  const send = (ws: WebSocket, message: FeedMessage) => ws.send(pack(message));

  const follow = async (ws: WebSocket, after: Seq) => {
    let position = after;
    while (ws.readyState === ws.OPEN) {
      const entries = ws.bufferedAmount < BUFFER_LIMIT ? journal.read(position, SLICE, WEIGHT) : [];
      const last = entries.at(-1);
      if (last === undefined) {
        await sleep(POLL_MS);
        continue;
      }
      send(ws, { t: 'entries', entries: entries.map(withoutSealed) });
      position = last.seq;
      await new Promise(setImmediate);
    }
  };

  const serve = (ws: WebSocket) => {
    let reader: string | null = null;
    const statusTimer = setInterval(() => {
      if (reader !== null) send(ws, { t: 'status', status: options.status() });
    }, STATUS_MS);
    ws.on('close', () => clearInterval(statusTimer));
    ws.on('error', (error) => log.warn({ err: error }, 'feed line broke'));

    const answer = async (bytes: Buffer) => {
      const request = Request.parse(unpack(bytes));
      if (request.t === 'follow') {
        if (reader !== null) throw new Error('a line follows once');
        reader = request.reader;
        const after = request.after === 'stored' ? journal.position('store') : request.after;
        send(ws, { t: 'welcome', after, status: options.status() });
        await follow(ws, after);
      } else if (request.t === 'reached') {
        if (reader === null) throw new Error('reached before follow');
        await journal.reached(reader, request.seq).catch(unlessCommitFailed);
      } else {
        const tally = await options.submit(request.facts);
        send(ws, { t: 'submitted', n: request.n, tally });
      }
    };
    ws.on('message', (bytes: Buffer) => {
      answer(bytes).catch((error: unknown) => {
        log.warn({ err: error }, 'feed request refused');
        ws.close(1008, 'request not understood');
      });
    });
  };

  http.listen(options.port, '127.0.0.1');
  await once(http, 'listening');
  return {
    async close() {
      for (const ws of server.clients) ws.terminate();
      http.close();
      await once(http, 'close');
    },
  };
}
