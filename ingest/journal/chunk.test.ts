import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type {
  DeadLetter,
  DeviceEvent,
  Entry,
  Fact,
  Hop,
  Reading,
} from '../../config/contract/facts.ts';
import { decodeChunk, encodeChunk, slices } from './chunk.ts';
import { order, reading } from './facts.fixture.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', 'l', 'm', '\0', '\n\n', '__proto__', '{}', '网格员', '👨‍👩‍👧'),
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const whole = order({ steps: [{ event: 'sign', minute: 3, note: '已签收' }] }).facts as Hop[];
const fact = fc.oneof(
  fc.record({ at: number, value: number, unit: text }).map(
    (of): Reading => ({
      ...reading(1),
      ...of,
    }),
  ),
  fc
    .record({ n: fc.nat(1), note: text, lon: fc.option(number), parent: text })
    .map(({ n, ...of }) => ({ ...whole[n], ...of }) as Hop),
  fc.dictionary(text, text, { noNullPrototype: true }).map(
    (values): DeviceEvent => ({
      kind: 'device',
      id: 'd',
      version: 0,
      source: whole[0]!.source,
      station: reading(1).station,
      event: 'info',
      at: 5,
      values,
      flags: ['leap-second'],
    }),
  ),
);

/** One alert as it was kept when its title was one text. */
const OLD_ALERT =
  'AQAAAAsAAAAAAAAAAAAcQAkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAAAAAAAABRAAQACAAMABAAFAAYAAAAHAAgACQAKAAsAHAAAAAsA' +
  'AAAJAAAABgAAAAcAAAADAAAAAgAAAAAAAAAPAAAABAAAAAEAAAAAAAAAYWxlcnQ6b3ZlcmR1ZTpjOjU6cmFpc2VkOnJlZG92ZXJkdWU6' +
  'Yzo1YW5hbHl0aWNzcmFpc2Vkb3ZlcmR1ZXJlZGcx5bel5Y2V6LaF5pyfIMK3IOi3r+eBr+S4jeS6riDCtyAxbnVsbGw=';

describe('a chunk', () => {
  it('gives back any facts in their order, with what it was told of them', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), fc.nat(), (facts, first) => {
        // minus zero comes back as the same number
        expect(decodeChunk(encodeChunk(facts, 1.5, new Set()), first)).toEqual(
          facts.map((each, n) => ({ seq: first + n, accepted: 1.5, fact: each })),
        );
      }),
    );
  });

  it('says which hops begin their case', () => {
    const [report, sign] = whole;
    const chunk = encodeChunk([reading(1), report!, sign!], 0, new Set([report!]));
    expect(decodeChunk(chunk, 1).map(({ begins }) => begins)).toEqual([undefined, true, undefined]);
  });

  it('mends half a character and keeps its neighbours as they are', () => {
    const cut = { ...reading(1), unit: 'm\ud83d' };
    const [one, other] = decodeChunk(encodeChunk([cut, reading(2)], 0, new Set()), 1);
    expect(one?.fact).toMatchObject({ unit: 'm\ufffd', factor: '39' });
    expect(other?.fact).toEqual(reading(2));
  });

  it('keeps what an alert says in both languages, and reads one of before they were two', () => {
    const [{ fact: old }] = decodeChunk(Buffer.from(OLD_ALERT, 'base64'), 1) as [Entry];
    const title = '工单超期 · 路灯不亮 · 1';
    expect(old).toMatchObject({ kind: 'alert', level: 'red', title: { zh: title, en: title } });
    const told = { ...old, title: { zh: title, en: 'Overdue · 路灯不亮 · 1' } } as Fact;
    const chunk = encodeChunk([told, old, told], 0, new Set());
    expect(decodeChunk(chunk, 1).map(({ fact: each }) => each)).toEqual([told, old, told]);
  });

  it('is cut before it grows too long or too heavy', () => {
    const heavy: DeadLetter[] = Array.from({ length: 40 }, (_, n) => ({
      kind: 'dead',
      id: String(n),
      version: 0,
      source: whole[0]!.source,
      at: 0,
      reason: '',
      place: '',
      raw: 'x'.repeat(65_536),
    }));
    const light = Array.from({ length: 2_000 }, (_, n) => reading(n));
    const cut = [...slices([...light, ...heavy])];
    expect(cut.flat()).toEqual([...light, ...heavy]);
    expect(Math.max(...cut.map((each) => each.length))).toBe(512);
    expect(cut.length).toBe(6);
  });
});
