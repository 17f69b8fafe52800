import { ACCESS_REFUSALS, type AccessReason } from '../../config/contract/access-refusal.ts';
import type { AuditAct } from '../../config/contract/audit.ts';
import type { RouteRight } from '../../config/contract/rights.ts';
import { mayAsk, type Permissions } from '../../config/deployment/permissions.ts';
import type { Identity } from '../access/identity.ts';
import type { ApiSources } from './api-sources.ts';
import { json } from './headers.ts';
import type { Asked, HttpResponse } from './transport.ts';

export type Answer = (asked: Asked, sources: ApiSources, rest: string) => Promise<HttpResponse>;

export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** Who may ask: anybody at all, anybody who is signed in, or whoever has the right. */
  right: 'open' | 'own' | RouteRight;
  /** What asking is to the audit, where it is more than to be refused: whatever rows an `export` gave is on record. */
  act?: Extract<AuditAct, 'export' | 'command' | 'reveal' | 'account'>;
  answer: Answer;
}

const STATUS: Readonly<Partial<Record<AccessReason, number>>> = {
  'signed-out': 401,
  credentials: 401,
  'code-needed': 401,
  forbidden: 403,
  'second-factor': 403,
  'no-group': 403,
  unknown: 404,
  taken: 409,
  'last-admin': 409,
  link: 410,
  wait: 429,
  service: 502,
  busy: 503,
};

/** A refusal of signing in or rights, with its status. @param retryAfter seconds */
export function refuse(reason: AccessReason, retryAfter?: number, detail = ''): HttpResponse {
  const { zh, en } = ACCESS_REFUSALS[reason];
  const error = detail === '' ? en : `${en}: ${detail}`;
  const answer = json(STATUS[reason] ?? 400, { error, reason, zh, en });
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'retry-after': String(retryAfter) } };
}

/** Why somebody may not ask; null: may. What is not granted is refused. */
export function refusalOf(
  right: Route['right'],
  who: Identity | null,
  permissions: Permissions,
): HttpResponse | null {
  if (right === 'open') return null;
  if (who === null) return refuse('signed-out');
  if (right === 'own') return null;
  if (who.due) return refuse('second-factor');
  return mayAsk(permissions, who.role, right) ? null : refuse('forbidden');
}
