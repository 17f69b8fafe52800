import type { Millis } from '../../../config/contract/ids.ts';
import type { HotlinePoll } from '../../../config/deployment/ports/hotline.ts';
import { retryAfter, UpstreamError } from '../open311/upstream.ts';

const SHOWN = 200;

async function bytesOf(response: Response, limit: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) throw new UpstreamError('answer oversize', `more than ${limit} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** The list at a path of member names, e.g. `data.rows`. */
function listAt(answer: unknown, path: string | undefined): unknown[] {
  let found = answer;
  for (const name of path?.split('.') ?? [])
    found =
      typeof found === 'object' && found !== null && Object.hasOwn(found, name)
        ? (found as Record<string, unknown>)[name]
        : undefined;
  if (Array.isArray(found)) return found;
  throw new UpstreamError('answer not understood', `no list at ${path ?? 'its top'}`);
}

/**
 * One page of orders, as they came. Size and time are bounded; no redirection is followed, since an API
 * must not send us, or our key, elsewhere.
 * @param key what the API asks for; undefined: nothing
 * @param from where the page begins
 * @param options.clock is told the API's clock minus ours, to the second
 * @throws UpstreamError
 */
export async function fetchPage(
  poll: HotlinePoll,
  key: string | undefined,
  from: number,
  size: number,
  options: { now: () => Millis; clock: (offset: Millis) => void; signal: AbortSignal },
): Promise<unknown[]> {
  const url = new URL(poll.url);
  url.searchParams.set(poll.cursor.parameter, String(from));
  url.searchParams.set(poll.cursor.sizeParameter, String(size));
  const tooSlow = AbortSignal.timeout(poll.timeoutSeconds * 1000);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([options.signal, tooSlow]),
      headers: {
        accept: 'application/json',
        ...(key === undefined ? {} : { [poll.header]: `${poll.scheme}${key}` }),
      },
    });
    const told = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(told)) options.clock(told - Math.floor(options.now() / 1000) * 1000);
    const bytes = await bytesOf(response, poll.maxBytes);
    if (!response.ok)
      throw new UpstreamError(
        response.status === 429 || response.status === 503 ? 'upstream busy' : 'upstream refused',
        `${response.status} ${bytes.toString('utf8').slice(0, SHOWN)}`,
        retryAfter(response.headers.get('retry-after'), options.now()),
      );
    let answer: unknown;
    try {
      answer = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    } catch (cause) {
      throw new UpstreamError('answer not understood', 'not JSON', 0, { cause });
    }
    return listAt(answer, poll.items);
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    if (tooSlow.aborted)
      throw new UpstreamError('upstream too slow', `no whole page in ${poll.timeoutSeconds} s`, 0, {
        cause,
      });
    throw new UpstreamError('upstream unreachable', url.host, 0, { cause });
  }
}
