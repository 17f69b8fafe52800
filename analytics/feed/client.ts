import { pack, unpack } from 'msgpackr';
import type { Logger } from 'pino';
import WebSocket from 'ws';
import type { Entry } from '../../config/contract/facts.ts';
import type {
  FeedMessage,
  FeedRequest,
  IngestStatus,
  JudgedFact,
} from '../../config/contract/feed.ts';
import type { Seq } from '../../config/contract/ids.ts';
import { assertNever } from '../../config/contract/result.ts';

const READER = 'analytics';
const RETRY_MS = [100, 200, 500, 1_000];
const REACHED_MS = 1_000;
/** Status comes every second: a line that says nothing for this long is dead. */
const SILENCE_MS = 10_000;

export interface FeedHandlers {
  /** Where to follow from, asked at each connection. */
  after(): Seq | 'stored';
  /** The feed starts after this position. Reading pauses until the promise is done. */
  welcome(after: Seq, status: IngestStatus): Promise<void>;
  entries(entries: Entry[]): void;
  status(status: IngestStatus): void;
  /** The newest position taken in for good. */
  reached(): Seq;
  up(up: boolean): void;
}

export interface FeedClient {
  /** Hands in what was judged; done once they are durable. Tries over any number of lines. */
  submit(facts: JudgedFact[]): Promise<void>;
  /** Breaks the line; the next one asks `after` again. */
  restart(): void;
  close(): void;
}

/**
 * Follows the feed (config/contract/feed.ts) for the life of the process: connects, follows, and
 * connects again whenever the line breaks.
 */
export function followFeed(
  url: string,
  token: string,
  handlers: FeedHandlers,
  log: Logger,
): FeedClient {
  let ws: WebSocket | null = null;
  let failures = 0;
  let closed = false;
  let followed = false;
  let retry: NodeJS.Timeout | undefined;
  let heard = Date.now();
  let submits = 0;
  const waiting = new Map<number, { facts: JudgedFact[]; done: () => void }>();

  const say = (request: FeedRequest) => {
    if (ws?.readyState === WebSocket.OPEN) ws.send(pack(request));
  };

  const take = async (line: WebSocket, message: FeedMessage) => {
    switch (message.t) {
      case 'welcome':
        failures = 0;
        line.pause();
        await handlers.welcome(message.after, message.status);
        if (line !== ws) return;
        followed = true;
        handlers.up(true);
        heard = Date.now();
        line.resume();
        for (const [n, { facts }] of waiting) say({ t: 'submit', n, facts });
        return;
      case 'entries':
        handlers.entries(message.entries);
        return;
      case 'status':
        handlers.status(message.status);
        return;
      case 'submitted':
        waiting.get(message.n)?.done();
        waiting.delete(message.n);
        return;
      default:
        assertNever(message);
    }
  };

  const connect = () => {
    const line = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } });
    ws = line;
    heard = Date.now();
    // One after the other: what the socket had already read comes even after a pause.
    let taken = Promise.resolve();
    line.on('open', () => say({ t: 'follow', reader: READER, after: handlers.after() }));
    line.on('message', (bytes: Buffer) => {
      heard = Date.now();
      taken = taken
        .then(() => (line === ws ? take(line, unpack(bytes) as FeedMessage) : undefined))
        .catch((error: unknown) => {
          if (line === ws)
            log.error({ err: error }, 'feed message could not be taken; following again');
          line.terminate();
        });
    });
    line.on('error', (error) => {
      if (failures === RETRY_MS.length)
        log.warn({ err: error }, 'feed cannot be reached; trying until it can');
    });
    line.on('close', () => {
      if (line !== ws) return;
      ws = null;
      followed = false;
      handlers.up(false);
      if (closed) return;
      retry = setTimeout(connect, RETRY_MS[Math.min(failures++, RETRY_MS.length - 1)]);
    });
  };

  const beat = setInterval(() => {
    if (!followed || ws === null) return;
    if (ws.isPaused) heard = Date.now();
    if (Date.now() - heard > SILENCE_MS) ws.terminate();
    else say({ t: 'reached', seq: handlers.reached() });
  }, REACHED_MS);

  connect();
  return {
    submit(facts) {
      const n = ++submits;
      return new Promise((done) => {
        waiting.set(n, { facts, done });
        if (followed) say({ t: 'submit', n, facts });
      });
    },
    restart: () => ws?.terminate(),
    close() {
      closed = true;
      clearTimeout(retry);
      clearInterval(beat);
      ws?.terminate();
    },
  };
}
