import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServedPort } from '../http/served.fixture.ts';
import { recorded, serveGrid } from './upload.fixture.ts';

let port: ServedPort;
beforeAll(async () => {
  port = await serveGrid();
});
afterAll(() => port.close());

const REPORT = {
  reportNo: 'XC1',
  at: '2026-11-23 09:41:07',
  grid: 'beizhuang-1',
  patroller: 'XC-012',
  class: '城市管理',
  text: '路口暴露垃圾',
  selfHandled: true,
};
const staged = () => readdirSync(join(port.context.data, 'photos', 'incoming'));

/** Sends a body under the recorded head and gives the status; '' where the line was closed without one. */
async function sendBody(body: Buffer): Promise<string> {
  const whole = recorded(port.token, REPORT);
  const head = whole.subarray(0, whole.indexOf('\r\n\r\n') + 4).toString();
  const socket = connect(port.port, '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (piece: string) => {
    answer += piece;
  });
  socket.on('error', () => {});
  socket.write(head.replace(/Content-Length: \d+/, `Content-Length: ${body.length}`));
  socket.write(body);
  await once(socket, 'close');
  return answer.slice(9, 12);
}

const count = (refused: Record<string, number>): number =>
  Object.values(refused).reduce((sum, n) => sum + n, 0);

describe('whatever is sent to the grid port', () => {
  it('as an upload, it is taken or refused, accounted for, and leaves nothing half done', async () => {
    const whole = recorded(port.token, REPORT);
    const body = whole.subarray(whole.indexOf('\r\n\r\n') + 4);
    const place = fc.nat(body.length - 1);
    const change = fc.oneof(
      fc.record({ at: place, put: fc.uint8Array({ minLength: 1, maxLength: 8 }) }),
      fc.record({ at: place, cut: fc.nat(60) }),
      fc.record({ at: place, end: fc.constant(true) }),
      fc.record({ at: place, again: fc.nat(200) }),
    );
    const mutated = fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
      changes.reduce((bytes: Buffer, one) => {
        const [before, after] = [bytes.subarray(0, one.at), bytes.subarray(one.at)];
        if ('put' in one) return Buffer.concat([before, one.put, after.subarray(one.put.length)]);
        if ('cut' in one) return Buffer.concat([before, after.subarray(one.cut)]);
        if ('again' in one) return Buffer.concat([before, after.subarray(0, one.again), after]);
        return Buffer.from(before);
      }, body),
    );
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        const before = { tally: port.tally(), refused: count(port.health().refused) };
        const status = await sendBody(bytes);
        expect(['200', '400', '413', '415', '422']).toContain(status);
        const taken = port.tally().received - before.tally.received;
        const refused = count(port.health().refused) - before.refused;
        expect(taken + refused).toBe(1);
        expect(staged()).toEqual([]);
      }),
      { numRuns: 250 },
    );
    expect(await sendBody(body)).toBe('200');
  });

  it('as JSON, each record is stored, known or rejected with a reason', async () => {
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('__proto__', '2026-11-23 09:41:07', -0, 1e308, '\u0000', '签收', [], {}),
    );
    const fields = [
      'reportNo',
      'at',
      'patroller',
      'class',
      'text',
      'selfHandled',
      'steps',
      'lon',
      'lat',
      'points',
      'track',
      'phase',
      'event',
      'hazard',
      '__proto__',
    ] as const;
    const near = fc
      .dictionary(fc.constantFrom(...fields), value, { maxKeys: 4 })
      .map((changes) => ({ ...REPORT, ...changes }));
    const paths = ['/grid/reports', '/grid/reports/%00/steps', '/grid/tracks', '/grid/attendance'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.array(fc.oneof(value, near), { minLength: 1, maxLength: 8 }),
        async (path, records) => {
          const before = port.tally().received;
          const answer = await port.tell(path, records);
          expect([200, 422]).toContain(answer.status);
          expect(answer.received).toBe(records.length);
          expect(port.tally().received - before).toBeGreaterThanOrEqual(records.length);
          for (const { outcome, reason } of answer.records)
            if (outcome === 'rejected') expect(reason).not.toBe('');
        },
      ),
      { numRuns: 150 },
    );
    expect(await port.tell('/grid/reports', { ...REPORT, reportNo: 'XC2' })).toMatchObject({
      stored: 1,
    });
  });
});
