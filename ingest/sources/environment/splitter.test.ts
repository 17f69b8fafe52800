import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crcModbus, crcText } from './crc.ts';
import { buildFrame } from './frame.ts';
import { createSplitter, type SplitEvent } from './splitter.ts';

const body = (n: number) =>
  `QN=2026080108${String(n).padStart(7, '0')};ST=32;CN=2011;PW=123456;MN=A${n};Flag=5;CP=&&DataTime=20260801080000;w01018-Rtd=${n}&&`;
const frame = (n: number) => buildFrame(body(n));
const open = (mayModbus = false) => createSplitter({ maxBody: 1024, mayModbus: () => mayModbus });

const framesOf = (events: Iterable<SplitEvent>) =>
  [...events].flatMap((event) => (event.kind === 'frame' ? [event.body.toString()] : []));
const faultsOf = (events: Iterable<SplitEvent>) =>
  [...events].flatMap((event) => (event.kind === 'bad' ? [event.reason] : []));

/** Pushes bytes in pieces of the given sizes, over and over. */
function feed(bytes: Buffer, sizes: readonly number[], splitter = open()) {
  const events: SplitEvent[] = [];
  for (let at = 0, n = 0; at < bytes.length; n++) {
    const size = sizes[n % sizes.length] as number;
    events.push(...splitter.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return { events, splitter };
}

describe('a stream of frames', () => {
  it('is cut where the frames are, not where the network cut it', () => {
    const { events, splitter } = feed(Buffer.concat([frame(1), frame(2), frame(3)]), [7]);
    expect(framesOf(events)).toEqual([body(1), body(2), body(3)]);
    expect(splitter.counts()).toMatchObject({ bad: 0, garbage: 0, held: 0 });
    expect(framesOf(open().push(Buffer.concat([frame(1), frame(2)])))).toEqual([body(1), body(2)]);
  });

  it('is answered at once by a device that leaves out the line end', () => {
    const bare = frame(1).subarray(0, -2);
    expect(framesOf(open().push(bare))).toEqual([body(1)]);
    expect(framesOf(open().push(Buffer.concat([bare, bare])))).toEqual([body(1), body(1)]);
  });

  it('goes on behind a wrong length, whether too long or too short', () => {
    for (const length of ['0500', '0010', '0000']) {
      const wrong = frame(1);
      wrong.write(length, 2);
      const { events } = feed(Buffer.concat([wrong, frame(2)]), [64]);
      expect(framesOf(events)).toEqual([body(2)]);
      expect(faultsOf(events)).toHaveLength(1);
    }
  });

  it('goes on behind a wrong length although the CRC fits by chance', () => {
    const reachesIn = buildFrame(Buffer.concat([Buffer.from('QN=1;ST=32;'), frame(2)]));
    const { events, splitter } = feed(Buffer.concat([reachesIn, frame(3)]), [1024]);
    expect(framesOf(events)).toEqual([body(2), body(3)]);
    expect(faultsOf(events)).toEqual(['wrong CRC']);
    expect(splitter.counts().held).toBe(0);
  });

  it('is cut alike, whole or byte by byte, where the length of a torn frame ends with the next one and its CRC fits', () => {
    const inner = frame(2).subarray(0, -6);
    const reachesIn = buildFrame(Buffer.concat([Buffer.from('QN=1;ST=32;'), inner]));
    const bytes = Buffer.concat([reachesIn, frame(3)]);
    for (const size of [1, bytes.length]) {
      const { events, splitter } = feed(bytes, [size]);
      expect(framesOf(events)).toEqual([body(3)]);
      expect(splitter.counts().held).toBe(0);
    }
  });

  it('goes on behind a frame that was cut short, without waiting for its length to fill up', () => {
    const half = frame(1).subarray(0, 40);
    const { events, splitter } = feed(Buffer.concat([half, frame(2)]), [11]);
    expect(faultsOf(events)).toEqual(['cut short']);
    expect(framesOf(events)).toEqual([body(2)]);
    expect(splitter.counts()).toMatchObject({ bad: 40, held: 0 });
  });

  it('refuses a wrong CRC, an oversize length, and an end in the middle', () => {
    const wrong = frame(1);
    wrong.write('0000', wrong.length - 6);
    const splitter = open();
    expect([...splitter.push(wrong)]).toEqual([
      { kind: 'bad', reason: 'wrong CRC', bytes: wrong.length - 2 },
    ]);
    expect(splitter.counts()).toEqual({ frames: 0, bad: wrong.length, garbage: 0, held: 0 });
    expect(faultsOf(open().push(Buffer.from('##9999QN=')))).toEqual(['oversize']);
    expect([...splitter.push(frame(2).subarray(0, 30))]).toEqual([]);
    expect(splitter.counts().held).toBe(30);
    expect(splitter.end()).toEqual([{ kind: 'bad', reason: 'cut short', bytes: 30 }]);
  });

  it('takes the CRC of Modbus only from a sender known for it', () => {
    const text = body(1);
    const modbus = Buffer.from(
      `##${String(text.length).padStart(4, '0')}${text}${crcText(crcModbus(Buffer.from(text)))}\r\n`,
    );
    expect(faultsOf(open(false).push(modbus))).toEqual(['wrong CRC']);
    expect([...open(true).push(modbus)]).toEqual([
      { kind: 'frame', body: Buffer.from(text), crc: 'modbus' },
    ]);
  });

  it('finds every good frame among garbage and broken ones, and accounts for every byte', () => {
    const good = fc.integer({ min: 0, max: 9_999_999 }).map((n) => ({ bytes: frame(n), n }));
    const noise = fc
      .oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc
          .constantFrom('##', '##01', '##0120QN=', '##9999ST=', '\r\n', '&&')
          .map((text) => Buffer.from(text)),
        fc.tuple(good, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([{ bytes }, at, byte]) => {
          const broken = Buffer.from(bytes);
          broken[at % broken.length] = byte;
          return broken;
        }),
        fc.tuple(good, fc.nat()).map(([{ bytes }, at]) => bytes.subarray(0, at % bytes.length)),
      )
      .map((bytes) => ({ bytes: Buffer.from(bytes), n: null }));
    const sizes = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(fc.oneof(good, noise), { maxLength: 12 }), sizes, (pieces, cuts) => {
        const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
        const { events, splitter } = feed(bytes, cuts);
        const found = framesOf(events);
        const { frames, bad, garbage, held } = splitter.counts();
        expect(frames + bad + garbage + held).toBe(bytes.length);
        // a good frame may still be held behind the beginning of a longer one, until more comes
        const after = framesOf([...splitter.push(Buffer.alloc(2048)), ...splitter.end()]);
        const wanted = pieces.flatMap(({ n }) => (n === null ? [] : [body(n)]));
        const all = [...found, ...after];
        let at = 0;
        for (const each of wanted) {
          at = all.indexOf(each, at) + 1;
          expect(at).toBeGreaterThan(0);
        }
        expect(framesOf(feed(bytes, [bytes.length || 1]).events)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });
});
