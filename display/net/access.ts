import { ACCESS_REFUSALS, type AccessReason } from '../../config/contract/access-refusal.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { waitAfter } from './connection.ts';
import { request } from './request.ts';

/** Why something of signing in was not done; `away`: the server does not answer. */
export interface Denial {
  reason: AccessReason | 'away';
  /** Seconds after which to try again; null: not said. */
  retryAfter: number | null;
}

const away: Denial = { reason: 'away', retryAfter: null };

export const isReason = (told: unknown): told is AccessReason =>
  typeof told === 'string' && Object.hasOwn(ACCESS_REFUSALS, told);

/** Of a refusal that says no reason of ours: only a fault of the server is none of whoever asked. */
function unsaid(status: number): Denial {
  if (status >= 500) return away;
  const reason = status === 404 ? 'unknown' : status === 403 ? 'forbidden' : 'malformed';
  return { reason, retryAfter: null };
}

async function ask<T>(path: string, init: RequestInit): Promise<Result<T, Denial>> {
  try {
    const answer = await request(path, init);
    const value: unknown = await answer.json();
    if (answer.ok) return ok(value as T);
    const { reason } = value as { reason?: unknown };
    if (!isReason(reason)) return err(unsaid(answer.status));
    const seconds = Number(answer.headers.get('retry-after') ?? Number.NaN);
    return err({ reason, retryAfter: Number.isFinite(seconds) ? seconds : null });
  } catch {
    return err(away);
  }
}

/** Asks an address of config/contract/access.ts. */
export const read = <T>(path: string): Promise<Result<T, Denial>> => ask(path, {});

/** Tells an address of config/contract/access.ts. */
export const tell = <T>(path: string, body: object = {}): Promise<Result<T, Denial>> =>
  ask(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/**
 * Asks until the server answers: it may be starting still.
 * @param meanwhile is told why there is no answer yet
 */
export async function insist<T>(
  ask: () => Promise<Result<T, Denial>>,
  meanwhile: (denial: Denial) => void = () => undefined,
): Promise<Result<T, Denial>> {
  for (let failures = 0; ; failures += 1) {
    const answer = await ask();
    if (answer.ok || (answer.error.reason !== 'away' && answer.error.reason !== 'wait'))
      return answer;
    meanwhile(answer.error);
    const { retryAfter } = answer.error;
    const wait = retryAfter === null ? waitAfter(failures, Math.random()) : retryAfter * 1000;
    await new Promise((resume) => setTimeout(resume, wait));
  }
}
