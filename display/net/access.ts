import type { AccessReason } from '../../config/contract/access-refusal.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';

/** Why something of signing in was not done; `away`: the server does not answer. */
export interface Denial {
  reason: AccessReason | 'away';
  /** Seconds after which to try again; null: not said. */
  retryAfter: number | null;
}

const away: Denial = { reason: 'away', retryAfter: null };

async function ask<T>(path: string, init: RequestInit): Promise<Result<T, Denial>> {
  try {
    const answer = await fetch(path, init);
    const value: unknown = await answer.json();
    if (answer.ok) return ok(value as T);
    const { reason } = value as { reason?: AccessReason };
    if (reason === undefined) return err(away);
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
