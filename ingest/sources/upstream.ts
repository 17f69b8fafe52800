import type { Millis } from '../../config/contract/ids.ts';

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

async function bodyOf(response: Response, limit: number): Promise<Buffer> {
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
 * The body of one GET of an upstream's API. Size and time are bounded; no redirection is followed, since an
 * upstream must not send us, or our key, elsewhere in our own network.
 * @param of.clock is told the upstream's clock minus ours, to the second
 * @throws UpstreamError
 */
export async function get(
  url: URL,
  of: {
    headers: Readonly<Record<string, string>>;
    /** The whole answer must be there by then. */
    timeoutSeconds: number;
    maxBytes: number;
    now: () => Millis;
    clock: (offset: Millis) => void;
    signal: AbortSignal;
  },
): Promise<Buffer> {
  const tooSlow = AbortSignal.timeout(of.timeoutSeconds * 1000);
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.any([of.signal, tooSlow]),
      headers: of.headers,
    });
    const told = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(told)) of.clock(told - Math.floor(of.now() / 1000) * 1000);
    const bytes = await bodyOf(response, of.maxBytes);
    if (response.ok) return bytes;
    throw new UpstreamError(
      response.status === 429 || response.status === 503 ? 'upstream busy' : 'upstream refused',
      `${response.status} ${bytes.toString('utf8').slice(0, SHOWN)}`,
      retryAfter(response.headers.get('retry-after'), of.now()),
    );
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    if (tooSlow.aborted)
      throw new UpstreamError('upstream too slow', `no whole answer in ${of.timeoutSeconds} s`, 0, {
        cause,
      });
    throw new UpstreamError('upstream unreachable', url.host, 0, { cause });
  }
}
