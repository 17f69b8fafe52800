import * as client from 'openid-client';
import type { AccountScope } from '../../config/contract/access.ts';
import type { AccessReason } from '../../config/contract/access-refusal.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Role } from '../../config/contract/roles.ts';
import { isLoopback } from '../../config/deployment/loopback.ts';
import type { IdentityService as Settings } from '../../config/deployment/sign-in.ts';
import { AccountName } from './accounts.ts';

/** How long somebody may take at the identity service. */
export const AWAY: Millis = 10 * 60_000;
export const BACK = '/api/identity-service/back';
const TIMEOUT_S = 10;

/** Somebody for whom the identity service vouches. */
export interface Vouched {
  id: string;
  name: string;
  role: Role;
  scope: AccountScope | null;
  subject: string;
}

/**
 * A city's own identity service: OpenID Connect, authorization code with PKCE, state and nonce; the ID
 * token's signature is checked against the service's keys. Found at the first use, so that a service that
 * is away keeps nobody from starting.
 */
export class IdentityService {
  readonly #settings: Settings;
  readonly #secret: string | undefined;
  readonly #origin: string;
  #found: client.Configuration | null = null;

  /**
   * @param secret of this client at the service; undefined: it has none
   * @param origin where browsers reach us
   */
  constructor(settings: Settings, secret: string | undefined, origin: string) {
    this.#settings = settings;
    this.#secret = secret;
    this.#origin = origin;
  }

  get name(): Settings['name'] {
    return this.#settings.name;
  }

  /** Where to send a browser, and what it is to bring back in a cookie. */
  async lead(): Promise<Result<{ to: string; keep: string }, AccessReason>> {
    const service = await this.#find();
    if (service === null) return err('service');
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const verifier = client.randomPKCECodeVerifier();
    const to = client.buildAuthorizationUrl(service, {
      redirect_uri: this.#origin + BACK,
      scope: this.#settings.scopes.join(' '),
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return ok({ to: to.href, keep: [state, nonce, verifier].join('.') });
  }

  /** Who came back, by the query of the way back and the cookie. */
  async back(query: URLSearchParams, kept: string): Promise<Result<Vouched, AccessReason>> {
    const [state, nonce, verifier] = kept.split('.');
    if (!state || !nonce || !verifier) return err('link');
    const service = await this.#find();
    if (service === null) return err('service');
    const url = new URL(`${this.#origin}${BACK}?${query}`);
    try {
      const tokens = await client.authorizationCodeGrant(service, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      return claims ? this.#vouched(claims) : err('service');
    } catch (error) {
      if (error instanceof client.AuthorizationResponseError) return err('credentials');
      // what the browser or the service brought does not fit: a stale way back, or a forged one
      const { code } = error as { code?: unknown };
      return err(String(code).startsWith('OAUTH_') ? 'link' : 'service');
    }
  }

  #vouched(
    claims: Record<string, unknown> & { sub: string; iss: string },
  ): Result<Vouched, AccessReason> {
    const { accountClaim, roleClaim, roles } = this.#settings;
    const id = AccountName.safeParse(claims[accountClaim]);
    if (!id.success) return err('malformed');
    const groups = [claims[roleClaim]].flat();
    const found = roles.find(({ group }) => groups.includes(group));
    if (!found) return err('no-group');
    const { role, communities = null, grids = null, units = null } = found;
    if (role === 'unit' && units === null) return err('scope');
    const whole = communities === null && grids === null && units === null;
    return ok({
      id: id.data,
      name: typeof claims.name === 'string' ? claims.name.slice(0, 64) : id.data,
      role,
      scope: whole ? null : { communities, grids, units },
      subject: `${claims.iss} ${claims.sub}`,
    });
  }

  async #find(): Promise<client.Configuration | null> {
    if (this.#found) return this.#found;
    const { issuer, clientId } = this.#settings;
    const url = new URL(issuer);
    const bare = url.protocol === 'http:' && isLoopback(url.hostname);
    const authentication = this.#secret ? client.ClientSecretBasic(this.#secret) : client.None();
    try {
      this.#found = await client.discovery(url, clientId, undefined, authentication, {
        timeout: TIMEOUT_S,
        execute: [
          client.enableNonRepudiationChecks,
          ...(bare ? [client.allowInsecureRequests] : []),
        ],
      });
    } catch {
      return null;
    }
    return this.#found;
  }
}
