import { sourceId } from '../../../config/contract/ids.ts';
import { WaterSettings } from '../../../config/deployment/ports/water.ts';
import type { Random } from '../../../config/deployment/random.ts';
import type { Received } from '../../intake/intake.ts';
import { tell } from '../water/drafts.ts';
import { ETB, ETX, type Frame, writeFrame } from '../water/frame.ts';
import { readMessage } from '../water/message.ts';
import { createSplitter, type SplitEvent } from '../water/splitter.ts';
import { createTimes } from '../water/times.ts';
import { mutate } from './mutate.ts';
import { deviceTime, type Target, Unaccounted } from './target.ts';

const ADDRESS = '0012345678';
const LAST = '310101000000';
/** Bytes of a text of which the length field can tell. */
const LONGEST = 4000;
/** A frame less a byte. */
const MOST_PENDING = 4111;
const ELEMENTS = ['39 23', '20 19', '26 19', '38 12', '46 10', 'FF11 23', '45 20'];
const FUNCTIONS = [0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x36, 0x38, 0x3a, 0x40, 0x45, 0x46, 0x51];

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const digits = (bytes: number, random: Random): string =>
  random.chance(0.1)
    ? 'FF'.repeat(bytes)
    : Array.from({ length: bytes * 2 }, () => random.below(10)).join('');

function text(func: number, random: Random): Buffer {
  const at = deviceTime(random).slice(2);
  const about = `0001 ${at} F1F1 ${ADDRESS} 48 F0F0 ${at.slice(0, 10)}`;
  const element = (): string => {
    const name = random.pick(ELEMENTS);
    return `${name} ${digits(Number.parseInt(name.slice(-2), 16) >> 3, random)}`;
  };
  switch (func) {
    case 0x31:
    case 0x38:
      return hex(`${about} 04 18 000005 39 23 ${digits(4 * (1 + random.below(12)), random)}`);
    case 0x34:
      return hex(`${about} F4 60 ${'05'.repeat(12)} F5 C0 ${'000C'.repeat(12)} ${element()}`);
    case 0x36:
      return Buffer.concat([hex(`${about} F3F3`), Buffer.alloc(random.below(300), 0xd8)]);
    case 0x2f:
      return hex(`0001 ${at}`);
    default:
      return hex(`${about} ${Array.from({ length: 1 + random.below(6) }, element).join('')}`);
  }
}

const framed = (func: number, body: Buffer, packet: Frame['packet'] = null): Buffer =>
  writeFrame({
    direction: 'up',
    centre: '01',
    station: ADDRESS,
    password: '1234',
    func,
    packet,
    body: body.subarray(0, LONGEST),
    end: packet !== null && packet.no < packet.total ? ETB : ETX,
  });

/**
 * SL 651: bytes → frames → message → drafts. Packets are read as if each were a message, and every address
 * as if it were known, so that more gets so far. @param published frames that others made
 */
export function sl651Target(zone: string, published: readonly Buffer[]): Target {
  const source = sourceId('water');
  const { stations } = WaterSettings.parse({
    stations: { [ADDRESS]: { id: 'hq-sw-01', elements: { FF11: { unit: 'kPa' } } } },
  });
  const station = stations[ADDRESS] as (typeof stations)[string];
  const readTime = createTimes(zone);
  const lastAt = readTime(LAST);
  const tokens = [
    ...['7E', '7E7E', '7E7E010012345678', '02', '16', '03', '17', 'F0F0', 'F1F1', 'F2F2', 'F3F3'],
    ...['FF', 'FFFF', 'FF11', '0418000000', '0418999999', '00', 'AAAA', '45F8', '3900', '0FFF02'],
    `7E7E01${ADDRESS}1234320FFF02`,
  ].map(hex);

  const recordsOf = (frame: Frame): Received[] => {
    const raw = () => frame.body.toString('hex');
    const origin = { source, place: `fuzz ${frame.station}/${frame.func}`, raw };
    const read = readMessage(frame.func, frame.body);
    if (!read.ok) return [{ origin, refusal: read.error }];
    const sent = readTime(read.value.sent);
    if (!sent.ok) return [{ origin, refusal: sent.error }];
    const of = { source, station, readTime, sent: sent.value.at, flags: [] };
    const { drafts, faults } = tell(read.value, frame.func, of);
    return [
      ...drafts.map((draft): Received => ({ origin, draft })),
      ...faults.map((refusal): Received => ({ origin, refusal })),
    ];
  };
  const good = (random: Random, spoil = (body: Buffer): Buffer => body): Buffer => {
    const func = random.pick(FUNCTIONS);
    const total = 1 + random.below(4);
    const packet = random.chance(0.15) ? { total, no: 1 + random.below(total) } : null;
    const body = spoil(text(func, random));
    return framed(func, body.length > 0 ? body : Buffer.alloc(1), packet);
  };

  return {
    name: 'SL 651',
    share: 4,
    most: 64,
    stream: true,
    tokens,
    head: Buffer.alloc(0),
    last: framed(
      0x32,
      hex(`BEEF ${LAST} F1F1 ${ADDRESS} 48 F0F0 ${LAST.slice(0, 10)} 39 23 00003275`),
    ),
    saysLast: ({ draft }) => {
      const { kind, at } = (draft ?? {}) as { kind?: string; at?: number };
      return kind === 'reading' && lastAt.ok && at === lastAt.value.at;
    },
    good: (random) =>
      published.length > 0 && random.chance(0.2) ? random.pick(published) : good(random),
    spoiled: (random) =>
      good(random, (body) => mutate(body, text(random.pick(FUNCTIONS), random), tokens, random)),
    async read(reads) {
      const splitter = createSplitter();
      const records: Received[] = [];
      let pushed = 0;
      let told = 0;
      const take = (events: readonly SplitEvent[]): void => {
        for (const event of events) {
          told += event.bytes;
          if (event.kind === 'frame') records.push(...recordsOf(event.frame));
        }
        const pending = splitter.pending();
        if (told + pending !== pushed)
          throw new Unaccounted(`${told} + ${pending} of ${pushed} bytes`);
        if (pending > MOST_PENDING) throw new Unaccounted(`${pending} bytes pending`);
      };
      for (const read of reads) {
        pushed += read.length;
        take(splitter.push(read));
      }
      take(splitter.cut());
      if (splitter.pending() !== 0) throw new Unaccounted('bytes pending after the end');
      return records;
    },
  };
}
