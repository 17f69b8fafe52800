import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAssembly, type Heard } from './assembly.ts';
import { ETB, ETX, type Frame, type Packet, readFrame } from './frame.ts';
import { upFrame } from './station.fixture.ts';

const LIMITS = { maxMessageBytes: 4096, maxBytes: 8192, askAfterSeconds: 20, asks: 2 };
const TEXTS = ['0007 261123080000 AA', 'BB', 'CC'];
const WHOLE = Buffer.from('0007261123080000AABBCC', 'hex');

const packet = (
  no: number,
  of: { total?: number; text?: string; station?: string } = {},
): Frame & { packet: Packet } => {
  const { total = 3, text = TEXTS[no - 1] ?? '', ...rest } = of;
  const place = { total, no };
  const read = readFrame(
    upFrame(0x36, text, { ...rest, packet: place, end: no === total ? ETX : ETB }),
  );
  if (!read.ok) throw new Error(read.error);
  return { ...read.value, packet: place };
};
const open = (limits = LIMITS) => {
  const clock = { now: 0 };
  return { clock, assembly: createAssembly(limits, () => clock.now) };
};
const bodyOf = (heard: Heard): Buffer | null => (heard.kind === 'whole' ? heard.frame.body : null);

describe('a message in packets', () => {
  it('is whole once all packets came, in any order and however often', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 1, 2, 3, 2], { minLength: 7 }), (order) => {
        const { assembly } = open();
        const wholes = [];
        for (const no of order) {
          const heard = assembly.add(packet(no));
          if (heard.kind !== 'whole') continue;
          wholes.push(heard.frame.body);
          assembly.finish(heard.frame, 7);
        }
        expect(wholes).toEqual([WHOLE]);
      }),
      { numRuns: 100 },
    );
  });

  it('is told whole again until what it says is durable, and then answered as a repetition', () => {
    const { assembly } = open();
    assembly.add(packet(1));
    assembly.add(packet(2));
    const heard = assembly.add(packet(3));
    expect(bodyOf(heard)).toEqual(WHOLE);
    expect(bodyOf(assembly.add(packet(3)))).toEqual(WHOLE);
    if (heard.kind === 'whole') assembly.finish(heard.frame, 7);
    expect(assembly.add(packet(2))).toEqual({ kind: 'repeat', last: false, serial: 7 });
    expect(assembly.add(packet(3))).toEqual({ kind: 'repeat', last: true, serial: 7 });
  });

  it('asks for what is missing, then gives up', () => {
    const { assembly, clock } = open();
    assembly.add(packet(1));
    assembly.add(packet(3));
    clock.now = 19_999;
    expect(assembly.toAsk()).toEqual([]);
    for (const asked of [20_000, 40_000]) {
      clock.now = asked;
      expect(assembly.toAsk()).toMatchObject([{ missing: 2, total: 3, serial: 7 }]);
      expect(assembly.givenUp()).toEqual([]);
    }
    clock.now = 60_000;
    expect(assembly.toAsk()).toEqual([]);
    expect(assembly.givenUp()).toMatchObject([{ missing: 2, bodies: { length: 2 } }]);
    expect(assembly.bytes()).toBe(0);
  });

  it('is given up where another one begins under its name', () => {
    const { assembly } = open();
    assembly.add(packet(1));
    assembly.add(packet(1, { text: '0008 261123090000 DD' }));
    expect(assembly.givenUp()).toMatchObject([{ missing: 2, serial: 7 }]);
    assembly.add(packet(2, { total: 2 }));
    expect(assembly.givenUp()).toMatchObject([{ missing: 2, serial: 8 }]);
  });

  it('keeps to its bounds', () => {
    const { assembly } = open();
    expect(assembly.add(packet(1, { total: 0 }))).toEqual({
      kind: 'refused',
      reason: 'bad packet number',
    });
    expect(assembly.add(packet(4, { total: 3, text: 'DD' })).kind).toBe('refused');
    const large = '00'.repeat(4000);
    expect(assembly.add(packet(1, { text: large })).kind).toBe('refused');
    for (let station = 0; station < 50; station++) {
      assembly.add(packet(1, { text: '00'.repeat(1900), station: String(1e9 + station) }));
      expect(assembly.bytes()).toBeLessThanOrEqual(LIMITS.maxBytes);
    }
    expect(assembly.givenUp().length).toBe(46);
  });

  it('forgets a finished message after a while', () => {
    const { assembly, clock } = open();
    const heard = assembly.add(packet(1, { total: 1 }));
    if (heard.kind === 'whole') assembly.finish(heard.frame, 7);
    clock.now = 20_000;
    expect(assembly.givenUp()).toEqual([]);
    expect(assembly.bytes()).toBe(0);
    expect(assembly.add(packet(1, { total: 1 })).kind).toBe('whole');
  });
});
