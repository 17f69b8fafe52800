import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../intake/unavailable.ts';
import { upFrame } from './station.fixture.ts';
import { ABOUT, openWater, SENT, type Water } from './water.fixture.ts';

let water: Water;

beforeEach(async () => {
  water = await openWater();
});
afterEach(() => water.close());

describe('while nothing can be taken', () => {
  it('the line waits without an answer, and the same report is taken later', async () => {
    let shut: Unavailable | null = new Unavailable('the disk is full', 0.02);
    const { intake } = water.context;
    water.context.intake = { ...intake, closed: () => shut ?? intake.closed() };
    await water.listen({});
    const station = await water.dial();
    station.send(upFrame(0x32, `0001 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275`));
    await sleep(60);
    expect(station.answers()).toEqual([]);
    expect(water.tally().received).toBe(0);
    shut = null;
    await station.answer();
    expect(water.tally()).toMatchObject({ received: 1, stored: 1 });
  });
});

describe('whatever is sent', () => {
  it('never stops the good report after it', async () => {
    await water.listen({ maxRefused: 100_000, framesPerSecond: 1e6 });
    const report = upFrame(0x32, `0001 ${SENT} ${ABOUT} F0F0 2611231100 39 23 00003275`);
    const hourly = upFrame(0x34, `0002 ${SENT} ${ABOUT} F0F0 2611231005 F4 60 ${'05'.repeat(12)}`);
    const mutated = fc
      .tuple(
        fc.constantFrom(report, hourly),
        fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      )
      .map(([frame, changes]) => {
        const bytes = Buffer.from(frame);
        for (const [place, to] of changes) bytes[place % bytes.length] = to;
        return bytes;
      });
    const randomText = fc
      .tuple(fc.nat(255), fc.uint8Array({ minLength: 1, maxLength: 60 }))
      .map(([func, text]) => upFrame(func, Buffer.from(text).toString('hex')));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(mutated, randomText, fc.uint8Array({ maxLength: 80 }).map(Buffer.from))),
        async (parts) => {
          const station = await water.dial();
          station.send(...parts, upFrame(0x32, `ABCD ${SENT}`));
          while (!station.answers().some(({ body }) => body.readUInt16BE(0) === 0xabcd))
            await once(station.socket, 'data');
          station.socket.destroy();
        },
      ),
      { numRuns: 40 },
    );
    const { received, stored, duplicate, rejected } = water.tally();
    expect(received).toBe(stored + duplicate + rejected);
  });
});
