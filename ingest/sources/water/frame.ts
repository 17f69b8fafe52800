import { err, ok, type Result } from '../../../config/contract/result.ts';
import { crc16 } from './crc.ts';

/** Control characters (SL 651-2014 table 10). */
export const STX = 0x02;
export const SYN = 0x16;
export const ETX = 0x03;
export const ETB = 0x17;
export const ENQ = 0x05;
export const EOT = 0x04;
export const ACK = 0x06;
export const NAK = 0x15;
export const ESC = 0x1b;
const ENDS: ReadonlySet<number> = new Set([ETX, ETB, ENQ, EOT, ACK, NAK, ESC]);

/** 7E7E, addresses, password, function, direction and length, STX or SYN. */
export const HEAD = 14;
/** End character and CRC. */
const TAIL = 3;
const PACKET = 3;
const LENGTH_MASK = 0x0fff;
const DOWN = 0x8;

/** Place of one packet in a message of several: both 1 … 4095. */
export interface Packet {
  total: number;
  no: number;
}

/** One frame of the HEX/BCD form (tables 20–23), CRC right. Addresses and password are hex digits in capitals. */
export interface Frame {
  direction: 'up' | 'down';
  centre: string;
  /** 10 digits. */
  station: string;
  password: string;
  func: number;
  /** As declared: bytes between the start and the end character. */
  length: number;
  start: typeof STX | typeof SYN;
  /** Present exactly where `start` is SYN. */
  packet: Packet | null;
  /** Text of the frame, without the packet's place. */
  body: Buffer;
  end: number;
  crc: number;
}

/** Why a run of bytes that begins like a frame is none. */
export type FrameFault =
  | 'bad length'
  | 'bad start character'
  | 'bad end character'
  | 'wrong crc'
  | 'cut off';

/**
 * Whole length in bytes of the frame whose head begins at `at`, of which at least 14 bytes are there.
 * The length field counts the three bytes of the packet's place as well (four public implementations agree).
 */
export function measure(bytes: Buffer, at: number): Result<number, FrameFault> {
  const stated = bytes.readUInt16BE(at + 11);
  const direction = stated >> 12;
  const length = stated & LENGTH_MASK;
  const start = bytes[at + 13];
  if (start !== STX && start !== SYN) return err('bad start character');
  if ((direction !== 0 && direction !== DOWN) || length <= (start === SYN ? PACKET : 0))
    return err('bad length');
  return ok(HEAD + length + TAIL);
}

const hex = (bytes: Buffer, from: number, to: number): string =>
  bytes.toString('hex', from, to).toUpperCase();

/** Reads exactly one whole frame, its length as `measure` tells. The body is a view of the bytes given. */
export function readFrame(bytes: Buffer): Result<Frame, FrameFault> {
  const end = bytes[bytes.length - TAIL] as number;
  if (!ENDS.has(end)) return err('bad end character');
  const crc = bytes.readUInt16BE(bytes.length - 2);
  if (crc16(bytes.subarray(0, -2)) !== crc) return err('wrong crc');
  const stated = bytes.readUInt16BE(11);
  const down = stated >> 12 === DOWN;
  const start = bytes[HEAD - 1] === SYN ? SYN : STX;
  const place = start === SYN ? bytes.readUIntBE(HEAD, PACKET) : null;
  return ok({
    direction: down ? 'down' : 'up',
    centre: down ? hex(bytes, 7, 8) : hex(bytes, 2, 3),
    station: down ? hex(bytes, 2, 7) : hex(bytes, 3, 8),
    password: hex(bytes, 8, 10),
    func: bytes[10] as number,
    length: stated & LENGTH_MASK,
    start,
    packet: place === null ? null : { total: place >> 12, no: place & LENGTH_MASK },
    body: bytes.subarray(place === null ? HEAD : HEAD + PACKET, -TAIL),
    end,
    crc,
  });
}

/** Writes a frame; `length`, `start` and `crc` follow from the rest. The station stands first in a down-frame. */
export function writeFrame(frame: Omit<Frame, 'length' | 'start' | 'crc'>): Buffer {
  const { direction, packet, body } = frame;
  const down = direction === 'down';
  const length = body.length + (packet ? PACKET : 0);
  const bytes = Buffer.alloc(HEAD + length + TAIL);
  bytes.write('7E7E', 'hex');
  bytes.write(
    (down ? frame.station + frame.centre : frame.centre + frame.station) + frame.password,
    2,
    'hex',
  );
  bytes[10] = frame.func;
  bytes.writeUInt16BE((down ? DOWN << 12 : 0) | length, 11);
  bytes[13] = packet ? SYN : STX;
  if (packet) bytes.writeUIntBE((packet.total << 12) | packet.no, HEAD, PACKET);
  body.copy(bytes, HEAD + length - body.length);
  bytes[HEAD + length] = frame.end;
  bytes.writeUInt16BE(crc16(bytes.subarray(0, -2)), bytes.length - 2);
  return bytes;
}
