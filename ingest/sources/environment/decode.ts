import type { Millis } from '../../../config/contract/ids.ts';
import type { PortRefusal } from '../../../config/contract/port-refusal.ts';
import { err, ok, type Result } from '../../../config/contract/result.ts';
import type {
  EnvironmentDevice,
  EnvironmentSettings,
} from '../../../config/deployment/ports/environment.ts';
import { sameSecret } from '../same-secret.ts';
import { type Assembled, type Assembler, createAssembler } from './assemble.ts';
import type { Heading, Message } from './message.ts';
import { type Packet, parsePacket, readFlag, textOf } from './packet.ts';
import { decryptCp, isEncrypted } from './sm4.ts';
import { createSplitter, type SplitCounts } from './splitter.ts';

/** What a decoder needs to know besides the bytes. */
export interface DecoderSettings {
  limits: Pick<
    EnvironmentSettings,
    'maxBodyBytes' | 'maxPackets' | 'maxMessages' | 'packetSeconds'
  >;
  /** By MN. */
  devices: ReadonlyMap<string, EnvironmentDevice>;
  /** SM4 keys by MN, 32 hexadecimal digits. */
  keys: Readonly<Record<string, string>>;
}

export type Decoded =
  | { kind: 'message'; message: Message }
  /** Not a record of a known device. `fault`: what a line may do only so often. */
  | { kind: 'refused'; reason: PortRefusal; fault: boolean }
  | { kind: 'garbage'; bytes: number };

export interface Decoder {
  /** Takes what one read gave, of any bytes, as far as it is asked to (see Splitter). Never throws. */
  push(chunk: Buffer, now: Millis): Generator<Decoded, void>;
  /** Packets that have waited too long for the rest of their message. */
  due(now: Millis): Decoded[];
  end(): Decoded[];
  counts(): SplitCounts;
}

const REPEATED = ['QN', 'ST', 'PW'];
const LONGEST = 64;

const refused = (reason: PortRefusal, fault: boolean): Decoded => ({
  kind: 'refused',
  reason,
  fault,
});

/** Text has no control characters; what SM4 makes has some. */
const isText = (content: Buffer): boolean =>
  content.length === 0 || (content.includes('=') && !content.some((byte) => byte < 0x20));

/**
 * The text of a CP. In 2025, devices with a key must encrypt what that standard says; those without one
 * must not (within an authority's own network it asks for no encryption).
 */
function openCp(
  packet: Packet,
  heading: Heading,
  key: string | undefined,
): Result<string, PortRefusal> {
  const { content } = packet;
  const secret = heading.flag.version === '2025' && isEncrypted(heading.cn);
  if (!secret) return ok(textOf(content));
  if (key === undefined) return isText(content) ? ok(textOf(content)) : err('no SM4 key');
  const plain = decryptCp(content, key);
  if (plain.ok && isText(plain.value)) return ok(textOf(plain.value));
  return err(isText(content) ? 'not encrypted' : 'wrong SM4 key');
}

/** Bytes of one line → messages of known devices. Holds no more than one frame and the settings' packets. */
export function createDecoder({ limits, devices, keys }: DecoderSettings): Decoder {
  const deviceOf = (packet: Packet) => devices.get(packet.head.get('MN') ?? '');
  const splitter = createSplitter({
    maxBody: limits.maxBodyBytes,
    mayModbus: (body) => {
      const packet = parsePacket(body);
      return packet.ok && deviceOf(packet.value)?.modbusCrc === true;
    },
  });
  /** Most lines never send a message in packets. */
  let assembler: Assembler | null = null;

  const given = ({ messages, incomplete }: Assembled): Decoded[] => [
    ...messages.map((message): Decoded => ({ kind: 'message', message })),
    ...Array.from({ length: incomplete }, () => refused('packets of a message missing', false)),
  ];

  const read = (body: Buffer, crc: Message['crc'], now: Millis): Decoded[] => {
    const parsed = parsePacket(body);
    if (!parsed.ok) return [refused('not a data segment', true)];
    const packet = parsed.value;
    const field = (name: string) => packet.head.get(name);
    // they are repeated in answers
    if (REPEATED.some((name) => (field(name)?.length ?? 0) > LONGEST))
      return [refused('not a data segment', true)];
    const device = deviceOf(packet);
    if (!device) return [refused('unknown device', true)];
    if (device.password !== undefined && !sameSecret(field('PW') ?? '', device.password))
      return [refused('wrong password', true)];
    const flag = readFlag(field('Flag'));
    if (!flag.ok) return [refused('unknown version', false)];
    if (!device.versions.includes(flag.value.version))
      return [refused('version not allowed', false)];
    const [st = '', cn = '', qn] = [field('ST'), field('CN'), field('QN')];
    if (device.st !== undefined && st !== device.st && st !== '91')
      return [refused('wrong system code', false)];

    const heading: Heading = { qn, st, cn, pw: field('PW'), mn: device.mn, flag: flag.value };
    const text = openCp(packet, heading, keys[device.mn]);
    if (!text.ok) return [refused(text.error, false)];
    const [no, of] = [Number(field('PNO') ?? 1), Number(field('PNUM') ?? 1)];
    const fault =
      qn !== undefined && !/^\d{14,17}$/.test(qn)
        ? `QN "${qn}" is not a time of 17 digits`
        : !(Number.isInteger(of) && of >= 1 && of <= limits.maxPackets)
          ? `PNUM "${field('PNUM')}" is no number from 1 to ${limits.maxPackets}`
          : !(Number.isInteger(no) && no >= 1 && no <= of)
            ? `PNO "${field('PNO')}" is no number from 1 to ${of}`
            : null;
    const message: Message = {
      device,
      heading,
      packets: [heading],
      text: text.value,
      part: 1,
      crc,
      fault,
    };
    if (fault !== null || of === 1) return [{ kind: 'message', message }];
    assembler ??= createAssembler({
      messages: limits.maxMessages,
      wait: limits.packetSeconds * 1000,
    });
    return given(assembler.add({ message, no, of }, now));
  };

  return {
    *push(chunk, now) {
      for (const event of splitter.push(chunk)) {
        if (event.kind === 'frame') yield* read(event.body, event.crc, now);
        else if (event.kind === 'bad') yield refused(event.reason, true);
        else yield event;
      }
    },
    due: (now) => (assembler ? given(assembler.due(now)) : []),
    end: () => [
      ...splitter.end().map(() => refused('cut short', false)),
      ...(assembler ? given(assembler.end()) : []),
    ],
    counts: splitter.counts,
  };
}
