import fc from 'fast-check';
import { expect } from 'vitest';
import type { Answer } from './answer.ts';
import type { ServedPort } from './served.fixture.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Keys and values of objects anywhere in a JSON value, replaced at one place by what is hostile. */
function spoil(value: Json, at: number, by: Json): Json {
  let place = 0;
  const walk = (one: Json): Json => {
    if (place++ === at) return by;
    if (Array.isArray(one)) return one.map(walk);
    if (one === null || typeof one !== 'object') return one;
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, walk(each)]));
  };
  return walk(value);
}

const nasty = fc.oneof(
  fc.jsonValue() as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(
    '__proto__',
    'constructor',
    '9999-99-99 99:99:99',
    '2026-02-30 00:00:00',
    -1,
    1e308,
    2 ** 53,
    '\u0000',
    '张'.repeat(300),
    [],
    {},
    JSON.parse('{"__proto__":{"no":"1"},"constructor":1}') as Json,
  ),
);

/** A body that was good JSON before something happened to it. */
const spoiled = (good: Json) =>
  fc.oneof(
    fc.tuple(fc.nat(80), nasty).map(([at, by]) => Buffer.from(JSON.stringify(spoil(good, at, by)))),
    fc.nat(1000).map((cut) => Buffer.from(JSON.stringify(good)).subarray(0, cut)),
    fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
      const bytes = Buffer.from(JSON.stringify(good));
      bytes[at % bytes.length] = byte;
      return bytes;
    }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  );

/**
 * Posts spoiled copies of a good record, each followed by a good one of another number: the port must
 * answer each clearly, take every good one, and account for all of them.
 * @param numbered the good record under another number
 * @param states how many things of which the port keeps count the good record states
 */
export async function fuzzPosts(
  port: ServedPort,
  path: string,
  numbered: (no: string) => Json,
  states = 1,
): Promise<void> {
  const told = { received: 0, stored: 0, duplicate: 0, rejected: 0 };
  const count = (answer: Answer, sent: unknown) => {
    expect(answer.received).toBe(Array.isArray(sent) ? sent.length : 1);
    expect(answer.received).toBe(answer.stored + answer.duplicate + answer.rejected);
    expect(answer.records).toHaveLength(answer.received);
    for (const key of ['received', 'stored', 'duplicate', 'rejected'] as const)
      told[key] += answer[key];
  };
  let refusals = 0;
  let n = 0;
  await fc.assert(
    fc.asyncProperty(spoiled(numbered('spoiled')), async (body) => {
      const response = await port.send(path, body);
      expect([200, 400, 422]).toContain(response.status);
      if (response.status === 400) {
        await response.body?.cancel();
        refusals++;
      } else count((await response.json()) as Answer, JSON.parse(body.toString()));
      const next = numbered(`good-${n++}`);
      const good = await port.tell(path, next);
      expect(good).toMatchObject({ status: 200, rejected: 0, duplicate: 0 });
      count(good, next);
    }),
    { numRuns: 150 },
  );
  const { received, stored, duplicate, rejected } = port.tally();
  expect(received).toBe(stored + duplicate + rejected);
  if (states === 1) expect({ received, stored, duplicate, rejected }).toEqual(told);
  expect(rejected).toBe(told.rejected);
  expect(stored).toBeGreaterThanOrEqual(n * states);
  const refused = Object.values(port.health().refused).reduce((sum, each) => sum + each, 0);
  expect(refused).toBe(refusals);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  expect(({} as Record<string, unknown>).no).toBeUndefined();
}
