import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A small identity service (OpenID Connect Core 1.0) on loopback: discovery, keys, authorization code
 * with PKCE. Whoever it is told to be is signed in at once.
 */
export async function startIdentityService(clientId: string, clientSecret: string) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const forged = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const codes = new Map<string, { challenge: string; nonce: string; redirect: string }>();
  const service = {
    /** Claims of whoever signs in next. */
    claims: {} as Record<string, unknown>,
    /** Tokens are signed by a key that is not the service's. */
    forges: false,
    /** Tokens carry another nonce than was asked for. */
    replays: false,
    url: '',
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', service.url);
    const answer = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(value));
    };
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return answer(200, {
          issuer: service.url,
          authorization_endpoint: `${service.url}/authorize`,
          token_endpoint: `${service.url}/token`,
          jwks_uri: `${service.url}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
        });
      case '/keys':
        return answer(200, {
          keys: [{ ...publicKey.export({ format: 'jwk' }), kid: '1', use: 'sig', alg: 'RS256' }],
        });
      case '/authorize': {
        const code = randomUUID();
        const given = (name: string) => url.searchParams.get(name) ?? '';
        codes.set(code, {
          challenge: given('code_challenge'),
          nonce: given('nonce'),
          redirect: given('redirect_uri'),
        });
        const back = new URL(given('redirect_uri'));
        back.searchParams.set('code', code);
        back.searchParams.set('state', given('state'));
        response.writeHead(302, { location: back.href });
        return response.end();
      }
      case '/token': {
        let text = '';
        for await (const chunk of request) text += chunk;
        const body = new URLSearchParams(text);
        const known = codes.get(body.get('code') ?? '');
        codes.delete(body.get('code') ?? '');
        // RFC 6749 §2.3.1: both halves are form-encoded before they are joined
        const basic = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64');
        const named = basic.toString().split(':').map(decodeURIComponent);
        const verifier = body.get('code_verifier') ?? '';
        const proven =
          named.join(':') === `${clientId}:${clientSecret}` &&
          known?.challenge === createHash('sha256').update(verifier).digest('base64url') &&
          known.redirect === body.get('redirect_uri');
        if (!known || !proven) return answer(400, { error: 'invalid_grant' });
        const now = Math.floor(Date.now() / 1000);
        const nonce = service.replays ? 'another' : known.nonce;
        const times = { iat: now, exp: now + 60 };
        const claims = { iss: service.url, aud: clientId, ...times, nonce, ...service.claims };
        const signed = `${json({ alg: 'RS256', kid: '1' })}.${json(claims)}`;
        const key = service.forges ? forged : privateKey;
        const signature = createSign('RSA-SHA256').update(signed).sign(key, 'base64url');
        return answer(200, {
          access_token: randomUUID(),
          token_type: 'Bearer',
          id_token: `${signed}.${signature}`,
        });
      }
      default:
        return answer(404, {});
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  service.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return service;
}
