import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ETB, ETX } from './frame.ts';
import { STATION, upFrame } from './station.fixture.ts';
import { dead, openWater, SENT, until, type Water } from './water.fixture.ts';

let water: Water;

beforeEach(async () => {
  water = await openWater();
});
afterEach(() => water.close());

describe('a picture in packets', () => {
  const picture = Buffer.from(`FFD8${'5A'.repeat(90)}FFD9`, 'hex');
  const text = Buffer.concat([
    Buffer.from(`0009${SENT}F1F1${STATION}48F0F02611231100F3F3`, 'hex'),
    picture,
  ]);
  const cut = [text.subarray(0, 60), text.subarray(60, 100), text.subarray(100)];
  const packet = (no: number): Buffer =>
    upFrame(0x36, (cut[no - 1] as Buffer).toString('hex'), {
      packet: { total: 3, no },
      end: no === 3 ? ETX : ETB,
    });

  it('is kept once, and answered once, for all of its packets', async () => {
    const station = await water.dial();
    station.send(packet(1), packet(3), packet(2));
    const answer = await station.answer();
    expect(answer).toMatchObject({ func: 0x36, end: 0x1b, packet: { total: 3, no: 3 } });
    expect(answer.body.readUInt16BE(0)).toBe(9);
    const [fact] = water.facts();
    expect(fact).toMatchObject({
      kind: 'device',
      event: 'picture',
      at: Date.parse('2026-11-23T11:00+08:00'),
    });
    const { sha256 = '', bytes } = fact?.kind === 'device' ? fact.values : {};
    expect(bytes).toBe('94');
    expect(
      readFileSync(join(water.context.data, 'photos', sha256.slice(0, 2), `${sha256}.bin`)),
    ).toEqual(picture);
    station.send(packet(2), packet(3));
    expect((await station.answer(2)).body.readUInt16BE(0)).toBe(9);
    expect(water.tally().received).toBe(1);
  });

  it('has missing packets asked for, on whatever line the station is now', async () => {
    await water.listen({ packets: { askAfterSeconds: 0.02 } });
    const before = await water.dial();
    before.send(packet(1), packet(3));
    expect(await before.answer()).toMatchObject({ end: 0x15, packet: { total: 3, no: 2 } });
    before.socket.destroy();
    const after = await water.dial();
    after.send(packet(2));
    await until(() => after.answers().some(({ end }) => end === 0x1b));
    expect(water.tally()).toMatchObject({ received: 1, stored: 1 });
  });

  it('is a dead letter when its packets never come', async () => {
    await water.listen({ packets: { askAfterSeconds: 0.02, asks: 1 } });
    const station = await water.dial();
    station.send(packet(1), packet(2));
    await until(() => water.tally().rejected === 1);
    expect(dead(water.facts())).toEqual(['picture: packet 3 of 3 never came, 2 did']);
  });
});
