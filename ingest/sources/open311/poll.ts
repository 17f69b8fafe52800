import type { Millis } from '../../../config/contract/ids.ts';
import { DAY, HOUR } from '../../../config/contract/zone.ts';
import type { Open311Endpoint } from '../../../config/deployment/ports/open311.ts';
import type { Received } from '../../intake/intake.ts';
import type { PortContext } from '../port.ts';
import { rawJson } from '../raw-json.ts';
import { UpstreamError } from '../upstream.ts';
import { ask } from './ask.ts';
import { type Closings, draftOf, stepsOf } from './draft-of-request.ts';
import { REQUESTS, SERVICES } from './read-answer.ts';
import { type Request, readRequest, readService, type ToldService } from './read-request.ts';

/** The standard answers for 90 days at most, however much is asked for. */
const LONGEST_SPAN = 90 * DAY;
/** Times in questions are whole seconds: a span cannot be halved below. */
const SHORTEST_SPAN = 1000;
/** Records made durable at a time. */
const SLICE = 500;
const MOST_PAGES = 10_000;

/** Where sources go on after a restart: the journal. */
export interface Cursors {
  cursor(name: string): number | undefined;
}

const iso = (at: Millis): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Prepares reading one endpoint from its cursor on. The records count under `context.source`. */
export function createPoll(
  context: PortContext,
  endpoint: Open311Endpoint,
  cursors: Cursors,
  closings: Closings,
): (signal: AbortSignal) => Promise<void> {
  const { intake, health, source, deployment } = context;
  const name = `open311/${source}`;
  const { host } = new URL(endpoint.url);
  const ours = new Map(Object.entries(endpoint.categories));
  const clock = (offset: Millis) => health.clock(host, offset);

  const categoryOf = (request: Request, services: ReadonlyMap<string, ToldService>): string[] => {
    const mapped = ours.get(request.serviceCode);
    if (mapped) return mapped;
    const service = services.get(request.serviceCode);
    const words = [service?.group, request.serviceName || service?.name || request.serviceCode];
    return words.filter((word): word is string => Boolean(word));
  };

  /** Makes items durable. @returns the newest time by which requests are asked for */
  const take = async (
    items: readonly unknown[],
    services: ReadonlyMap<string, ToldService>,
  ): Promise<Millis> => {
    let newest = 0;
    for (let start = 0; start < items.length; start += SLICE) {
      const reopened: string[] = [];
      const records: Received[] = [];
      for (const [n, item] of items.slice(start, start + SLICE).entries()) {
        const read = readRequest(item, deployment.zone);
        const place = read.ok ? read.value.no.slice(0, 64) : `item ${start + n + 1}`;
        const origin = { source, place: `${host}#${place}`, raw: () => rawJson(item) };
        if (!read.ok) {
          records.push({ origin, refusal: read.error });
          continue;
        }
        const request = read.value;
        const steps = await stepsOf(request, closings);
        if (steps.some((step) => step.event === 'reopen')) reopened.push(request.no);
        const category = categoryOf(request, services);
        records.push({ origin, draft: draftOf(request, source, category, steps) });
        const at = endpoint.askBy === 'updated' ? request.updatedAt : request.requestedAt;
        newest = Math.max(newest, at ?? request.requestedAt);
      }
      await intake.take(records);
      await Promise.all(reopened.map((no) => closings.forget(no)));
    }
    return newest;
  };

  return async (signal) => {
    const options = { now: context.now, clock, signal };
    const services = new Map<string, ToldService>();
    for (const item of await ask(endpoint, SERVICES, {}, options)) {
      const service = readService(item);
      if (service.ok) services.set(service.value.code, service.value);
    }

    const [since, until] =
      endpoint.askBy === 'updated'
        ? ['updated_after', 'updated_before']
        : ['start_date', 'end_date'];

    /** Reads what lies between two times. Where the endpoint knows no pages, in ever shorter spans. */
    const readSpan = async (from: Millis, to: Millis): Promise<Millis> => {
      let newest = 0;
      let before = '';
      for (let page = 1; page <= MOST_PAGES; page++) {
        const items = await ask(
          endpoint,
          REQUESTS,
          {
            [since as string]: iso(from),
            [until as string]: iso(to),
            page: String(page),
            page_size: String(endpoint.pageSize),
          },
          options,
        );
        if (items.length === 0) return newest;
        const same = JSON.stringify(items);
        if (same !== before) {
          before = same;
          newest = Math.max(newest, await take(items, services));
          continue;
        }
        if (items.length < endpoint.pageSize || to - from <= SHORTEST_SPAN) return newest;
        const middle = from + Math.floor((to - from) / 2);
        return Math.max(newest, await readSpan(from, middle), await readSpan(middle, to));
      }
      throw new UpstreamError('pages without end', `${MOST_PAGES} pages of ${endpoint.pageSize}`);
    };

    const now = context.now();
    let known = cursors.cursor(name) ?? now - endpoint.firstDays * DAY;
    let from = known - endpoint.overlapHours * HOUR;
    while (from < now) {
      const to = Math.min(from + LONGEST_SPAN, now);
      const newest = await readSpan(from, to);
      // a time ahead of ours must not carry the cursor past what is yet to come
      known = Math.max(known, to < now ? to : Math.min(newest, now));
      await intake.take([], { name, value: known });
      from = to;
    }
  };
}
