import type { AuditEntry } from '../../config/contract/audit.ts';
import { type Identity, recordedAs } from '../access/identity.ts';
import type { Route } from './route.ts';
import type { Asked, HttpResponse } from './transport.ts';

const LONGEST = 400;

/** What a list was asked for; of words that are searched for only how many, for they may name people. */
function narrowed(query: URLSearchParams): string {
  const told = new URLSearchParams(query);
  const words = told.get('q');
  if (words !== null) told.set('q', `${words.split(/\s+/).filter(Boolean).length} words`);
  return decodeURIComponent(told.toString().replaceAll('+', ' ')).slice(0, LONGEST);
}

/**
 * What the audit keeps of an answer beside what its route tells by itself: rows that somebody took away,
 * and that somebody was refused; null: nothing.
 * @param barred whether it was refused before the route was asked
 */
export function askedEntry(
  { act, method, right }: Pick<Route, 'act' | 'method' | 'right'>,
  asked: Asked,
  who: Identity,
  { status, body }: Pick<HttpResponse, 'status' | 'body'>,
  barred: boolean,
): AuditEntry | null {
  if (right === 'open' || right === 'own') return null;
  const done = act === 'export' && status === 200;
  // what commands, reveals and accounts refuse by themselves they tell by themselves
  const told = act !== undefined && act !== 'export' && !barred;
  if (!done && (status !== 403 || told)) return null;
  const query = narrowed(asked.query);
  return {
    ...{
      act: act ?? 'export',
      outcome: done ? 'done' : 'refused',
      who: recordedAs(who),
      role: who.role,
    },
    from: asked.address,
    target: `${method} ${asked.path.slice(0, LONGEST)}`,
    reason: done ? '' : 'forbidden',
    detail: {
      ...(query !== '' && { asked: query }),
      ...(done && { bytes: String(Buffer.byteLength(body)) }),
    },
  };
}
