import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { insist, read } from './access.ts';

/** What is answered, one after the other; the last again and again. */
let answers: [status: number, body: string, headers?: Record<string, string>][];
const server = createServer((_, response) => {
  const [status, body, headers] = answers.length > 1 ? answers.shift()! : answers[0]!;
  response.writeHead(status, headers).end(body);
});
let url: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => server.close());

const denied = async (status: number, body: string, headers = {}) => {
  answers = [[status, body, headers]];
  const found = await read(url);
  return found.ok ? null : found.error;
};

describe('why something was not done', () => {
  it('is what the server says, and after how long to try again', async () => {
    expect(await denied(409, '{"reason":"last-admin"}')).toEqual({
      reason: 'last-admin',
      retryAfter: null,
    });
    expect(await denied(429, '{"reason":"wait"}', { 'retry-after': '7' })).toEqual({
      reason: 'wait',
      retryAfter: 7,
    });
  });

  it.each([
    [400, '{"error":"from: a day as yyyy-MM-dd"}', 'malformed'],
    [404, '{"error":"no such case"}', 'unknown'],
    [403, '{"error":"outside"}', 'forbidden'],
    [409, '{"reason":"a word of a newer server"}', 'malformed'],
    [400, '{"reason":"toString"}', 'malformed'],
    [503, '{"error":"the store does not answer"}', 'away'],
    [502, '<html>', 'away'],
  ])(
    '%i %s is told as %s: only a server that does not answer is away',
    async (status, body, reason) => {
      expect(await denied(status, body)).toEqual({ reason, retryAfter: null });
    },
  );

  it('is that the server is away, of one that takes the question and never answers', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { timeout } = AbortSignal;
    const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(50));
    const found = await read(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    expect(found).toEqual({ ok: false, error: { reason: 'away', retryAfter: null } });
    expect(patience).toHaveBeenCalledWith(40_000);
    patience.mockRestore();
    silent.closeAllConnections();
    silent.close();
  });

  it('is told while it is asked again, until there is an answer', async () => {
    answers = [
      [502, '<html>'],
      [429, '{"reason":"wait"}', { 'retry-after': '0' }],
      [200, '[1]'],
    ];
    const meanwhile: string[] = [];
    expect(
      await insist(
        () => read(url),
        ({ reason }) => meanwhile.push(reason),
      ),
    ).toEqual({
      ok: true,
      value: [1],
    });
    expect(meanwhile).toEqual(['away', 'wait']);
    answers = [[410, '{"reason":"link"}']];
    expect((await insist(() => read(url))).ok).toBe(false);
  });
});
