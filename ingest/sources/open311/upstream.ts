import type { Millis } from '../../../config/contract/ids.ts';
import type { Open311Endpoint } from '../../../config/deployment/ports/open311.ts';
import { type ListOf, readAnswer } from './read-answer.ts';

/** The endpoint did not answer as it should. Nothing is lost: it is asked again. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
  constructor(
    /** For counting, one of a fixed set. */
    readonly reason:
      | 'upstream unreachable'
      | 'upstream too slow'
      | 'upstream busy'
      | 'upstream refused'
      | 'answer oversize'
      | 'answer not understood'
      | 'pages without end',
    message: string,
    readonly retryAfterSeconds = 0,
    options?: ErrorOptions,
  ) {
    super(`${reason}: ${message}`, options);
  }
}

/** However long an endpoint wants to be left alone, it is asked again within the hour. */
const LONGEST_WAIT_S = 3600;
const SHOWN = 200;

/** Seconds that a Retry-After header asks for (RFC 9110 §10.2.3: seconds or a date); 0: none. */
export function retryAfter(header: string | null, now: Millis): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isNaN(seconds) ? 0 : Math.min(Math.max(Math.ceil(seconds), 0), LONGEST_WAIT_S);
}

async function bodyOf(response: Response, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) throw new UpstreamError('answer oversize', `more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/**
 * One GET of an endpoint: the items of its answer, as they came. Size and time are bounded; no
 * redirection is followed, since an endpoint must not send us elsewhere in our own network.
 * @param clock is told the endpoint's clock minus ours, to the second
 * @throws UpstreamError
 */
export async function ask(
  endpoint: Open311Endpoint,
  resource: ListOf,
  parameters: Readonly<Record<string, string>>,
  options: { now: () => Millis; clock: (offset: Millis) => void; signal: AbortSignal },
): Promise<unknown[]> {
  const path = resource.list === 'services' ? 'services' : 'requests';
  const url = new URL(`${endpoint.url.replace(/\/$/, '')}/${path}.${endpoint.format}`);
  if (endpoint.jurisdiction !== undefined)
    url.searchParams.set('jurisdiction_id', endpoint.jurisdiction);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  const tooSlow = AbortSignal.timeout(endpoint.timeoutSeconds * 1000);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([options.signal, tooSlow]),
      headers: { accept: endpoint.format === 'json' ? 'application/json' : 'text/xml' },
    });
    const told = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(told)) options.clock(told - Math.floor(options.now() / 1000) * 1000);
    const bytes = await bodyOf(response, endpoint.maxBytes);
    if (!response.ok)
      throw new UpstreamError(
        response.status === 429 || response.status === 503 ? 'upstream busy' : 'upstream refused',
        `${response.status} ${Buffer.from(bytes).toString('utf8').slice(0, SHOWN)}`,
        retryAfter(response.headers.get('retry-after'), options.now()),
      );
    const items = readAnswer(bytes, endpoint.format, resource);
    if (!items.ok) throw new UpstreamError('answer not understood', items.error);
    return items.value;
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    if (tooSlow.aborted)
      throw new UpstreamError(
        'upstream too slow',
        `no whole answer in ${endpoint.timeoutSeconds} s`,
        0,
        { cause },
      );
    throw new UpstreamError('upstream unreachable', url.host, 0, { cause });
  }
}
