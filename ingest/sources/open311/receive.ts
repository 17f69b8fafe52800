import { setTimeout as sleep } from 'node:timers/promises';
import type { Open311Endpoint } from '../../../config/deployment/ports/open311.ts';
import { Unavailable } from '../../intake/unavailable.ts';
import type { Port, PortContext } from '../port.ts';
import { UpstreamError } from '../upstream.ts';
import type { Closings } from './draft-of-request.ts';
import { type Cursors, createPoll } from './poll.ts';

/**
 * Reads another city's GeoReport v2 endpoint, again and again: every `everySeconds`, later where it asks
 * for that by Retry-After. The cursor moves in the commit after everything up to it is durable, so a
 * restart misses nothing; what is told again is a repetition.
 * @param context of the endpoint's own source
 * @param cursors the journal
 * @param closings what is remembered of closed requests; a book of this endpoint alone
 */
export function startOpen311(
  context: PortContext,
  endpoint: Open311Endpoint,
  cursors: Cursors,
  closings: Closings,
): Port {
  const poll = createPoll(context, endpoint, cursors, closings);
  const stopping = new AbortController();
  const { signal } = stopping;

  /** @returns seconds to wait for at least */
  const once = async (): Promise<number> => {
    try {
      const closed = context.intake.closed();
      if (closed) throw closed;
      await poll(signal);
      return 0;
    } catch (error) {
      if (signal.aborted) return 0;
      if (error instanceof Unavailable) return error.retryAfterSeconds;
      context.health.refuse(error instanceof UpstreamError ? error.reason : 'fault while reading');
      context.log.warn({ err: error, source: context.source }, 'an endpoint could not be read');
      return error instanceof UpstreamError ? error.retryAfterSeconds : 0;
    }
  };

  const running = (async () => {
    while (!signal.aborted) {
      const least = await once();
      const seconds = Math.max(least, endpoint.everySeconds);
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
