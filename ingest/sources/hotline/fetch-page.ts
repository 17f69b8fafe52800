import type { Millis } from '../../../config/contract/ids.ts';
import type { HotlinePoll } from '../../../config/deployment/ports/hotline.ts';
import { get, UpstreamError } from '../upstream.ts';

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
 * One page of orders, as they came.
 * @param key what the API asks for; undefined: nothing
 * @param from where the page begins
 * @param options.clock is told the API's clock minus ours
 * @throws UpstreamError
 */
export async function fetchPage(
  poll: HotlinePoll,
  key: string | undefined,
  from: number,
  size: number,
  options: { now: () => Millis; clock: (offset: Millis) => void; signal: AbortSignal },
): Promise<unknown[]> {
  const { timeoutSeconds, maxBytes } = poll;
  const url = new URL(poll.url);
  url.searchParams.set(poll.cursor.parameter, String(from));
  url.searchParams.set(poll.cursor.sizeParameter, String(size));
  const headers = {
    accept: 'application/json',
    ...(key === undefined ? {} : { [poll.header]: `${poll.scheme}${key}` }),
  };
  const bytes = await get(url, { ...options, headers, timeoutSeconds, maxBytes });
  let answer: unknown;
  try {
    answer = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new UpstreamError('answer not understood', 'not JSON', 0, { cause });
  }
  return listAt(answer, poll.items);
}
