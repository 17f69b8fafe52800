import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ServedPort } from '../http/served.fixture.ts';
import { FIRMS, putTable, serveRegisters, XLSX } from './registers.fixture.ts';

let port: ServedPort;
const start = async (settings: object = {}) => {
  port = await serveRegisters(settings);
};
beforeEach(() => start());
afterEach(() => port.close());

const put = (path: string, body: string | Buffer, type?: string) =>
  putTable(port, path, body, type);
const staged = () => readdirSync(join(port.context.data, 'registers', 'incoming'));
const posts = (rows: number, more = '') =>
  [
    '编号,点位名称,生效日期',
    ...Array.from({ length: rows }, (_, n) => `P${n},岗亭${more},2026-01-01`),
  ].join('\n');

describe('a table of a register', () => {
  it('lets others through while it is taken, however large it is', async () => {
    let done = false;
    const large = put('posts', gzipSync(posts(12_000)), 'application/gzip').finally(() => {
      done = true;
    });
    /** Rows of the large table that were durable when each small one was acknowledged. */
    const between: number[] = [];
    for (let n = 0; !done; n++) {
      const small = await put('stations', `MN,站名,生效日期\nS${n},站,2026-01-01`);
      expect(small).toMatchObject({ status: 200, stored: 1 });
      between.push(port.tally().stored - n - 1);
    }
    expect(await large).toMatchObject({ status: 200, stored: 12_000 });
    expect(between.filter((rows) => rows > 0 && rows < 12_000).length).toBeGreaterThan(0);
  });

  it('is taken up to its bounds, and what it unpacks to counts, not what was sent', async () => {
    await port.close();
    await start({ maxRows: 20, batch: 8, tables: { csvBytes: 4096 } });
    expect(await put('posts', posts(20))).toMatchObject({ status: 200, stored: 20 });
    expect(await put('posts', posts(21, '亭'))).toMatchObject({
      status: 422,
      error: 'more than 20 rows; send them in parts',
      stored: 20,
    });
    const bomb = gzipSync(posts(5, 'x'.repeat(1000)));
    expect(bomb.length).toBeLessThan(300);
    expect(await put('posts', bomb, 'application/gzip')).toMatchObject({
      status: 422,
      error: 'more than 4096 bytes once unpacked',
      received: 0,
    });
    expect(port.tally()).toMatchObject({ received: 40, stored: 40 });
    expect(staged()).toEqual([]);
  });

  it('is refused as a whole where nothing of it can be read, and counted', async () => {
    expect(await put('roster', FIRMS)).toMatchObject({ status: 404 });
    expect(await put('__proto__', FIRMS)).toMatchObject({ status: 404 });
    expect(await put('firms', FIRMS, 'application/json')).toMatchObject({ status: 415 });
    expect(await put('firms?validFrom=heute', FIRMS)).toMatchObject({ status: 400 });
    expect(await put('firms', 'a,b\n1,2')).toMatchObject({
      status: 422,
      error: expect.stringMatching(/^no column 企业编号, .*; there are a, b$/),
    });
    expect(await put('firms', '企业编号,名称\n1,甲')).toMatchObject({
      status: 422,
      error: expect.stringMatching(/^no column 生效日期.*no validFrom/),
    });
    expect(await put('firms', '')).toMatchObject({ status: 422, error: 'no row at all' });
    expect(await put('firms', 'PK\u0003\u0004 no zip', XLSX)).toMatchObject({ status: 422 });
    expect(await put('firms', 'no gzip', 'application/gzip')).toMatchObject({ status: 422 });
    expect(port.facts()).toEqual([]);
    expect(port.health().refused).toEqual({
      'unknown register': 2,
      'content type': 1,
      'bad request': 1,
      'unreadable table': 5,
    });
    expect(staged()).toEqual([]);
  });

  it('survives any bytes, and takes a good table after them', async () => {
    const good = Buffer.from(FIRMS);
    const place = fc.nat(good.length - 1);
    const change = fc.tuple(place, fc.uint8Array({ maxLength: 12 }), fc.nat(20));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('firms', 'people?validFrom=2026-01-01', 'components'),
        fc.array(change, { minLength: 1, maxLength: 5 }),
        async (path, changes) => {
          const bytes = changes.reduce(
            (all, [at, added, cut]) =>
              Buffer.concat([all.subarray(0, at), added, all.subarray(at + cut)]),
            good,
          );
          const before = port.tally().received;
          const answer = await put(path, bytes);
          expect([200, 422]).toContain(answer.status);
          expect(port.tally().received - before).toBe(answer.received);
          expect(answer.stored + answer.duplicate + answer.rejected).toBe(answer.received);
        },
      ),
      { numRuns: 50 },
    );
    expect((await put('firms', good)).status).toBe(200);
    expect(staged()).toEqual([]);
  });
});
