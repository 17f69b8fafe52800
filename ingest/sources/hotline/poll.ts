import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../config/contract/ids.ts';
import type { HotlinePoll, HotlineSettings } from '../../../config/deployment/ports/hotline.ts';
import type { Received } from '../../intake/intake.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import type { Port, PortContext } from '../port.ts';
import { rawJson } from '../raw-json.ts';
import { UpstreamError } from '../upstream.ts';
import { fetchPage } from './fetch-page.ts';
import { createOrderParser } from './parse-order.ts';

/** Where sources go on after a restart: the journal. */
export interface Cursors {
  cursor(name: string): number | undefined;
}

/** The API gave pages by which we cannot go on without the risk of missing some. */
class PageError extends Error {
  constructor(readonly reason: 'page not in order' | 'pages without end') {
    super(reason);
  }
}

/**
 * Reads orders from a paged API, again and again. A page becomes durable together with the cursor behind
 * it, so that a restart goes on where it was; what is told again is a duplicate. A page that cannot be
 * read is counted and asked for again, later and later, or when the API says (Retry-After).
 * @param cursors the journal
 * @param machine machine time: the API's orders carry no other
 * @param random of [0, 1), so that pollers of many places do not come together
 */
export function startHotlinePoll(
  context: PortContext,
  settings: HotlineSettings,
  poll: HotlinePoll,
  cursors: Cursors,
  machine: () => Millis = Date.now,
  random: () => number = Math.random,
): Port {
  const { intake, health, source, log } = context;
  const parse = createOrderParser(settings, source, context.deployment.zone);
  const key = context.keys.clients[source]?.[poll.id];
  const name = `hotline/${poll.id}`;
  const { host } = new URL(poll.url);
  const stopping = new AbortController();
  const { signal } = stopping;
  const clock = (offset: Millis) => health.clock(host, offset);

  /** How far an order carries the cursor; null: it does not say. */
  const reachOf = (item: unknown): number | null => {
    if (typeof item !== 'object' || item === null) return null;
    const value: unknown = Object.hasOwn(item, poll.cursor.field)
      ? (item as Record<string, unknown>)[poll.cursor.field]
      : undefined;
    const reach =
      typeof value === 'string' && poll.cursor.kind === 'time'
        ? parse.readTime(value.trim())
        : Number(value ?? Number.NaN);
    if (reach === null || !Number.isSafeInteger(reach) || reach < 0) return null;
    // a time ahead of ours must not carry the cursor past what is yet to come
    return poll.cursor.kind === 'time' ? Math.min(reach, machine()) : reach;
  };

  const receive = (item: unknown, n: number): Received[] =>
    parse.order(item).map(({ no, draft, refusal }) => {
      const place = `${host}#${no.slice(0, 64) || `item ${n + 1}`}`;
      const origin = { source, place, raw: () => rawJson(item) };
      return refusal === undefined ? { origin, draft } : { origin, refusal };
    });

  /** Takes one page. @returns the size to ask for next; null: there is no more for now */
  const takePage = async (size: number): Promise<number | null> => {
    const known = cursors.cursor(name) ?? poll.cursor.first;
    const from = Math.max(known - poll.cursor.overlap, 0);
    const items = await fetchPage(poll, key, from, size, { now: machine, clock, signal });
    const reaches = items.map(reachOf).filter((reach) => reach !== null);
    const sorted = reaches.every((reach, n) => n === 0 || reach >= (reaches[n - 1] as number));
    const reached = Math.max(known, ...reaches.slice(-1));
    await intake.take(items.flatMap(receive), sorted ? { name, value: reached } : undefined);
    if (!sorted) throw new PageError('page not in order');
    if (items.length < size) return null;
    if (reached > known) return poll.pageSize;
    if (size < poll.largestPage) return Math.min(size * 2, poll.largestPage);
    throw new PageError('pages without end');
  };

  let failures = 0;
  let size = poll.pageSize;
  /** @returns seconds to wait */
  const step = async (): Promise<number> => {
    try {
      const closed = intake.closed();
      if (closed) throw closed;
      const next = await takePage(size);
      failures = 0;
      size = next ?? poll.pageSize;
      return next === null ? poll.everySeconds : 0;
    } catch (error) {
      if (signal.aborted) return 0;
      if (error instanceof Unavailable) return error.retryAfterSeconds;
      size = poll.pageSize;
      health.refuse(
        error instanceof UpstreamError || error instanceof PageError
          ? error.reason
          : 'fault while reading',
      );
      log.warn({ err: error, poll: poll.id }, 'a page of orders could not be read');
      const backoff = Math.min(poll.backoffSeconds * 2 ** failures++, poll.longestBackoffSeconds);
      const least = error instanceof UpstreamError ? error.retryAfterSeconds : 0;
      return Math.max(least, backoff * (0.5 + random() / 2));
    }
  };

  const running = (async () => {
    while (!signal.aborted) {
      const seconds = await step();
      await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
