import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc16 } from './crc.ts';
import { HEAD } from './frame.ts';
import { createSplitter, type SplitEvent } from './splitter.ts';
import { upFrame } from './station.fixture.ts';

const KEEP_ALIVE = Buffer.from('7E7E01001234567812342F0008020003591011155111036BCA', 'hex');
const REPORT = upFrame(0x32, '0001 261123080000 F1F1 0012345678 48 F0F0 2611230800 39 23 00003275');

const splitAll = (bytes: Buffer, chunk = bytes.length): SplitEvent[] => {
  const splitter = createSplitter();
  const events: SplitEvent[] = [];
  for (let at = 0; at < bytes.length; at += chunk)
    events.push(...splitter.push(bytes.subarray(at, at + chunk)));
  return [...events, ...splitter.cut()];
};
const told = (events: SplitEvent[]): string[] =>
  events.map((event) =>
    event.kind === 'bad'
      ? `${event.reason} ${event.bytes}`
      : event.kind === 'garbage'
        ? `garbage ${event.bytes}`
        : `frame ${event.frame.func.toString(16)}`,
  );
const changed = (frame: Buffer, at: number, to: number): Buffer => {
  const copy = Buffer.from(frame);
  copy[at] = to;
  return copy;
};
/** A frame of threes, so that a longer one may end nearly anywhere in it. */
const THREES = upFrame(0x33, '03'.repeat(20), {
  station: '0303030303',
  centre: '03',
  password: '0303',
});
/** Where the bytes of it are that end a frame, or just before it. */
const ENDS = [-2, -1, 2, 3, 4, 5, 6, 7, 8, 9, ...Array.from({ length: 19 }, (_, n) => HEAD + n)];
/** A keep-alive whose length is damaged, so that it ends within the frame of threes, and the CRC fits. */
const reachingInto = (end: number): Buffer => {
  const into = end + 3;
  const outer = Buffer.concat([
    KEEP_ALIVE.subarray(0, 22),
    Buffer.from('0300', 'hex').subarray(0, Math.max(0, -end)),
    THREES.subarray(0, into),
  ]);
  outer.writeUInt16BE(outer.length - HEAD - 3, 11);
  for (let serial = 0; serial <= 0xffff; serial++) {
    outer.writeUInt16BE(serial, HEAD);
    if (crc16(outer.subarray(0, -2)) === outer.readUInt16BE(outer.length - 2))
      return outer.subarray(0, -into);
  }
  throw new Error('no serial number gives that CRC');
};

describe('the splitter', () => {
  it('finds frames in one read, a byte at a time, and between noise', () => {
    const noise = Buffer.from('\r\nAT+OK\r\n');
    const stream = Buffer.concat([KEEP_ALIVE, REPORT, noise, KEEP_ALIVE]);
    for (const chunk of [stream.length, 1, 13])
      expect(told(splitAll(stream, chunk)).filter((event) => event.startsWith('frame'))).toEqual([
        'frame 2f',
        'frame 32',
        'frame 2f',
      ]);
    expect(told(splitAll(stream))).toEqual(['frame 2f', 'frame 32', 'garbage 9', 'frame 2f']);
  });

  it('names what is wrong with a frame and reads the next one', () => {
    const cases: [Buffer, string][] = [
      [changed(KEEP_ALIVE, 20, 0x16), 'wrong crc 25'],
      [changed(KEEP_ALIVE, 22, 0x00), 'bad end character 25'],
      [changed(KEEP_ALIVE, 13, 0x07), 'bad start character 14'],
      [changed(KEEP_ALIVE, 11, 0x40), 'bad length 14'],
      [changed(KEEP_ALIVE, 12, 0x00), 'bad length 14'],
      [KEEP_ALIVE.subarray(0, 20), 'bad end character 20'],
    ];
    for (const [bad, reason] of cases) {
      const events = told(splitAll(Buffer.concat([bad, REPORT])));
      expect(events[0]).toBe(reason);
      expect(events.at(-1)).toBe('frame 32');
    }
    expect(told(splitAll(KEEP_ALIVE.subarray(0, 20)))).toEqual(['cut off 20']);
  });

  it('does not wait for a length that reaches too far once a good frame stands inside it', () => {
    const splitter = createSplitter();
    expect(splitter.push(changed(KEEP_ALIVE, 11, 0x0f))).toEqual([]);
    expect(told(splitter.push(REPORT))).toEqual(['cut off 25', 'frame 32']);
    expect(splitter.pending()).toBe(0);
  });

  it('does not believe a wrong length whose CRC fits by chance, where it costs the next frame', () => {
    // its CRC was 5473; the two bytes before that are lost, and the next frame gives it its first
    const reaches = Buffer.from(
      '7E7E010012345678123430002C020001260623181216F1F1001234567848F0F0260623' +
        '18123812FFFFFF112339821617452093967287381282730354',
      'hex',
    );
    const stream = Buffer.concat([reaches, REPORT, KEEP_ALIVE]);
    expect(told(splitAll(stream))).toEqual(['bad length 60', 'frame 32', 'frame 2f']);
    for (const chunk of [1, 60, 61, 62, 75])
      expect(told(splitAll(stream, chunk)).slice(-2)).toEqual(['frame 32', 'frame 2f']);
  });

  it('finds the good frame that a wrong length reaches into, wherever that ends and the network cuts', () => {
    const outers = new Map(ENDS.map((end) => [end, reachingInto(end)]));
    fc.assert(
      fc.property(
        fc.constantFrom(...ENDS),
        fc.integer({ min: 1, max: 120 }),
        fc.array(fc.constantFrom(KEEP_ALIVE, REPORT, Buffer.from('7E', 'hex')), { maxLength: 3 }),
        (end, chunk, rest) => {
          const stream = Buffer.concat([outers.get(end) as Buffer, THREES, ...rest, KEEP_ALIVE]);
          const events = splitAll(stream, chunk);
          expect(events.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(stream.length);
          const frames = told(events).filter((event) => event.startsWith('frame'));
          const wanted = [THREES, ...rest.filter(({ length }) => length > 1), KEEP_ALIVE].map(
            (frame) => `frame ${frame[10]?.toString(16)}`,
          );
          expect(frames.slice(-wanted.length)).toEqual(wanted);
        },
      ),
    );
  });

  it('hands on a frame that ends like the beginning of another at once', () => {
    const picture = upFrame(0x36, '0001 261123080000 F3F3 7E7E01001234567812342F0FFF02 D8');
    const splitter = createSplitter();
    expect(told(splitter.push(picture))).toEqual(['frame 36']);
    expect(splitter.pending()).toBe(0);
    expect(told(splitter.push(REPORT))).toEqual(['frame 32']);
  });

  it('takes 7E before 7E7E for noise', () => {
    const stray = Buffer.from('7E', 'hex');
    expect(told(splitAll(Buffer.concat([KEEP_ALIVE, stray, KEEP_ALIVE]), 1))).toEqual([
      'frame 2f',
      'garbage 1',
      'frame 2f',
    ]);
  });

  it('accounts for every byte and finds every good frame, whatever stands around it', () => {
    const mutated = fc
      .tuple(fc.constantFrom(KEEP_ALIVE, REPORT), fc.nat(40), fc.integer({ min: 1, max: 255 }))
      .map(([frame, at, flip]) => {
        const place = at % frame.length;
        return changed(frame, place, (frame[place] as number) ^ flip);
      });
    const rubbish = fc.oneof(
      mutated,
      fc.tuple(fc.constantFrom(KEEP_ALIVE, REPORT), fc.nat(24)).map(([f, n]) => f.subarray(0, n)),
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.array(fc.constantFrom(0x7e, 0x02, 0x16, 0x00), { maxLength: 60 }).map(Buffer.from),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(rubbish, fc.boolean()), { maxLength: 6 }),
        fc.integer({ min: 1, max: 120 }),
        (parts, chunk) => {
          const stream = Buffer.concat([
            ...parts.flatMap(([bad, good]) => (good ? [bad, REPORT] : [bad])),
            REPORT,
          ]);
          const splitter = createSplitter();
          const events: SplitEvent[] = [];
          let pushed = 0;
          const accounted = () =>
            events.reduce((sum, { bytes }) => sum + bytes, 0) + splitter.pending();
          for (let at = 0; at < stream.length; at += chunk) {
            const piece = stream.subarray(at, at + chunk);
            events.push(...splitter.push(piece));
            pushed += piece.length;
            expect(accounted()).toBe(pushed);
            expect(splitter.pending()).toBeLessThanOrEqual(4111);
          }
          events.push(...splitter.cut());
          expect(accounted()).toBe(stream.length);
          const good = parts.filter(([, good]) => good).length + 1;
          const found = events.filter((e) => e.kind === 'frame' && e.frame.func === 0x32).length;
          expect(found).toBeGreaterThanOrEqual(good);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
