import { EnvironmentSettings } from '../../../config/deployment/ports/environment.ts';
import type { Random } from '../../../config/deployment/random.ts';
import type { Received } from '../../intake/intake.ts';
import { createDecoder, type Decoded } from '../environment/decode.ts';
import { createTimeReader } from '../environment/device-time.ts';
import { buildFrame } from '../environment/frame.ts';
import { clockOffset, isKept, recordsOf } from '../environment/records.ts';
import { encryptCp } from '../environment/sm4.ts';
import { mutate } from './mutate.ts';
import { deviceTime, type Target, tokensOf, Unaccounted } from './target.ts';

const NOW = Date.UTC(2026, 10, 23);
const LATER = NOW + 60_000;
/** The device of the standard's examples, one that encrypts, and one that errs in its CRC. */
const [PUBLIC, SECRET, MODBUS] = ['010000A8900016F000169DC0', 'FUZZ2025', 'FUZZMODBUS'];
const KEY = '0123456789abcdeffedcba9876543210';
const LAST = '20310101000000';
const FACTORS = ['w01018', 'w21003', 'w01001', 'a34004', 'a21026', 'LA', 'zz9999', '011'];
const CNS = [
  '2011',
  '2011',
  '2011',
  '2051',
  '2061',
  '2031',
  '2021',
  '2041',
  '3015',
  '2052',
  '9011',
];
/** Longest data segment that a frame can say. */
const LONGEST = 9999;

function content(random: Random): string {
  const fields = Array.from({ length: 1 + random.below(6) }, () => {
    const [code, value] = [random.pick(FACTORS), (random.next() * 100).toFixed(random.below(4))];
    return `${code}-${random.pick(['Rtd', 'Avg', 'Min', 'Max', 'Cou'])}=${value},${code}-Flag=N`;
  });
  return `DataTime=${deviceTime(random)};${fields.join(';')}`;
}

function body(random: Random): Buffer {
  const head = (mn: string, cn: string, flag: string, st = '32') =>
    `QN=${deviceTime(random)}${100 + random.below(900)};ST=${st};CN=${cn};PW=123456;MN=${mn};Flag=${flag};CP=&&`;
  const text = content(random);
  switch (random.below(8)) {
    case 0:
      return Buffer.concat([
        Buffer.from(head(SECRET, '2011', '9')),
        encryptCp(Buffer.from(text), KEY),
        Buffer.from('&&'),
      ]);
    case 1: {
      const of = 2 + random.below(3);
      const packet = `PNUM=${of};PNO=${1 + random.below(of)};CP=&&`;
      return Buffer.from(`${head(PUBLIC, '2011', '7').replace('CP=&&', packet)}${text}&&`);
    }
    case 2:
      return Buffer.from(
        `${head(PUBLIC, '3020', '5')}DataTime=${deviceTime(random)};PolId=w01018;i11001-Info=//换试剂;已校准//&&`,
      );
    default:
      return Buffer.from(
        `${head(random.pick([PUBLIC, PUBLIC, MODBUS]), random.pick(CNS), '5', random.pick(['32', '32', '22', '45']))}${text}&&`,
      );
  }
}

/** HJ 212: bytes → frames → messages → records. @param published frames that others made */
export function hj212Target(zone: string, published: readonly Buffer[]): Target {
  const settings = EnvironmentSettings.parse({
    devices: [
      { mn: PUBLIC, station: 'hq-ns-01' },
      { mn: SECRET, station: 'hq-ns-02', password: '123456' },
      { mn: MODBUS, station: 'hq-ns-03', modbusCrc: true },
    ],
  });
  const decoding = {
    limits: settings,
    devices: new Map(settings.devices.map((device) => [device.mn, device])),
    keys: { [SECRET]: KEY },
  };
  const readTime = createTimeReader(zone);
  const context = {
    source: 'environment',
    readTime,
    unitOf: () => undefined,
    clock: settings.clock,
  };
  const lastAt = readTime(LAST);
  const tokens = tokensOf(
    ...['##', '##0', '##9999QN=', '##0010QN=', '\r\n', '&&', 'CP=&&', ';', ',', '=', '//', '-'],
    ...[
      'Flag=',
      'PNUM=',
      'PNO=',
      'DataTime=',
      'MN=',
      '9999',
      '0000',
      '__proto__-Rtd=1',
      '\0',
      '汉',
    ],
    ...['=//', '-0', '1e400', '99999999999999999', '20260230', 'constructor'],
  );

  return {
    name: 'HJ 212',
    share: 4,
    most: 64,
    stream: true,
    tokens,
    head: Buffer.alloc(0),
    last: buildFrame(
      `QN=${LAST}000;ST=32;CN=2021;PW=123456;MN=${PUBLIC};Flag=5;CP=&&DataTime=${LAST};SB1-RS=1&&`,
    ),
    saysLast: ({ draft }) => {
      const { event, at } = (draft ?? {}) as { event?: string; at?: number };
      return event === 'status' && lastAt.ok && at === lastAt.value.at;
    },
    good: (random) =>
      published.length > 0 && random.chance(0.2)
        ? random.pick(published)
        : buildFrame(body(random)),
    spoiled: (random) =>
      buildFrame(mutate(body(random), body(random), tokens, random).subarray(0, LONGEST)),
    async read(reads) {
      const decoder = createDecoder(decoding);
      const records: Received[] = [];
      let pushed = 0;
      const take = (events: Iterable<Decoded>): void => {
        for (const event of events) {
          if (event.kind !== 'message') continue;
          const { message } = event;
          clockOffset(message, readTime, NOW);
          if (isKept(message.heading.cn) || message.fault !== null)
            records.push(...recordsOf(message, context, NOW));
        }
        const { frames, bad, garbage, held } = decoder.counts();
        const told = frames + bad + garbage + held;
        if (told !== pushed) throw new Unaccounted(`${told} of ${pushed} bytes`);
      };
      for (const read of reads) {
        pushed += read.length;
        take(decoder.push(read, NOW));
      }
      take(decoder.due(LATER));
      take(decoder.end());
      const { held } = decoder.counts();
      if (held !== 0) throw new Unaccounted(`${held} bytes held after the end`);
      return records;
    },
  };
}
