import type { PortContext } from '../port.ts';
import { sameSecret } from '../same-secret.ts';
import { type Call, HttpError } from './route.ts';

/** RFC 6750 §2.1. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

/**
 * Id of the client whose token the call carries in `Authorization: Bearer …` (RFC 6750). Tokens are
 * those of the port in `context.keys.clients`, each of which is compared.
 * @throws HttpError 401 where there is none or it is nobody's; counted as `unknown token`
 */
export function bearer(context: PortContext, call: Call): string {
  const token = BEARER.exec(call.headers.authorization ?? '')?.[1];
  let client: string | null = null;
  for (const [id, secret] of Object.entries(context.keys.clients[context.source] ?? {}))
    if (sameSecret(token ?? '', secret)) client = id;
  if (client !== null) return client;
  context.health.refuse('unknown token');
  throw new HttpError(401, 'a bearer token of this port is needed', {
    'WWW-Authenticate': token === undefined ? 'Bearer' : 'Bearer error="invalid_token"',
  });
}
