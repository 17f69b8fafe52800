import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPort } from '../port.fixture.ts';
import { bearer } from './bearer.ts';
import { type Call, HttpError } from './route.ts';

type Opened = Awaited<ReturnType<typeof openPort>>;
let port: Opened;
beforeAll(async () => {
  port = await openPort('dcm');
});
afterAll(() => port.close());

const call = (authorization?: string) => ({ headers: { authorization } }) as Call;
const token = (): string => port.context.keys.clients.dcm?.upstream ?? '';
const refusalOf = (authorization?: string): HttpError => {
  try {
    bearer(port.context, call(authorization));
  } catch (error) {
    if (error instanceof HttpError) return error;
    throw error;
  }
  throw new Error('was let in');
};

describe('the bearer token', () => {
  it('names the client that sent it', () => {
    expect(bearer(port.context, call(`Bearer ${token()}`))).toBe('upstream');
    expect(bearer(port.context, call(`bearer  ${token()}`))).toBe('upstream');
  });

  it('that is missing, another port’s or another scheme’s is refused and counted', () => {
    const before = port.health().refused['unknown token'] ?? 0;
    expect(refusalOf()).toMatchObject({ status: 401, headers: { 'WWW-Authenticate': 'Bearer' } });
    for (const wrong of [
      `Bearer ${port.context.keys.clients.safety?.upstream}`,
      `Bearer ${token()}x`,
      `Bearer ${token().slice(1)}`,
    ])
      expect(refusalOf(wrong).headers['WWW-Authenticate']).toContain('invalid_token');
    expect(refusalOf(`Basic ${token()}`).status).toBe(401);
    expect(refusalOf('Bearer ').status).toBe(401);
    expect(port.health().refused['unknown token']).toBe(before + 6);
  });

  it('of a port without clients lets nobody in', () => {
    const context = { ...port.context, keys: { clients: {}, sm4: {} } };
    expect(() => bearer(context, call(`Bearer ${token()}`))).toThrow(HttpError);
    expect(() => bearer(context, call())).toThrow(HttpError);
  });

  it('is never guessed', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(text !== token());
        expect(refusalOf(`Bearer ${text}`).status).toBe(401);
      }),
    );
  });
});
