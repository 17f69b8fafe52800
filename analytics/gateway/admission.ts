import { err, ok, type Result } from '../../config/contract/result.ts';
import { networkOf } from '../../config/network-of.ts';
import type { Site } from '../access/cookies.ts';
import type { Doorkeeper } from '../access/doorkeeper.ts';
import type { Identity } from '../access/identity.ts';
import { strange } from './checks.ts';
import { refuse } from './route.ts';
import type { HttpRequest, HttpResponse } from './transport.ts';

/**
 * Who may open a line: whoever is known, and has nothing left to do before that.
 * @param strangers how long an address that is not known is to wait, in ms; 0: not at all
 */
export const createAdmission =
  (
    doorkeeper: Pick<Doorkeeper, 'who'>,
    site: Site,
    strangers: (address: string) => number,
  ): ((request: Omit<HttpRequest, 'body'>) => Result<Identity, HttpResponse>) =>
  (request) => {
    const refusal = strange(request, request.method, site);
    if (refusal) return err(refusal);
    const who = doorkeeper.who(request);
    if (who && !who.due) return ok(who);
    const wait = strangers(networkOf(request.address));
    return err(wait > 0 ? refuse('wait', wait) : refuse('signed-out'));
  };
