import { inflateRawSync } from 'node:zlib';
import { UnreadableTable } from './row.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;
const HEADER_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
/** Flag: the sizes stand behind the data. */
const SIZES_BEHIND = 8;
const ENCRYPTED = 1;
const ZIP64 = 0xffffffff;

/** `info` makes it tell how many bytes the data took; the types of Node know only the plain result. */
const inflate = (data: Buffer, limit: number): { unpacked: number; consumed: number } => {
  const { buffer, engine } = inflateRawSync(data, {
    info: true,
    maxOutputLength: Math.max(limit, 1),
  }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  return { unpacked: buffer.length, consumed: engine.bytesWritten };
};

/**
 * Measures a zip by unpacking it entry by entry, in the order in which a streaming reader meets them, so
 * that neither a false size nor a hidden entry slips past the limit.
 * @returns bytes of all entries once unpacked
 * @throws UnreadableTable where that is more than `limit`, or the file is not a plain zip
 */
export function measureZip(zip: Buffer, limit: number): number {
  const damaged = (cause?: unknown) =>
    new UnreadableTable('not an xlsx, or a damaged one', { cause });
  const tooLarge = () => new UnreadableTable(`more than ${limit} bytes once unpacked`);
  let total = 0;
  let at = 0;
  const word = (offset: number): number => {
    if (offset + 4 > zip.length) throw damaged();
    return zip.readUInt32LE(offset);
  };
  while (word(at) === LOCAL) {
    if (at + HEADER_BYTES > zip.length) throw damaged();
    const flags = zip.readUInt16LE(at + 6);
    const method = zip.readUInt16LE(at + 8);
    const packed = zip.readUInt32LE(at + 18);
    const stated = zip.readUInt32LE(at + 22);
    const start = at + HEADER_BYTES + zip.readUInt16LE(at + 26) + zip.readUInt16LE(at + 28);
    if ((flags & ENCRYPTED) !== 0) throw new UnreadableTable('encrypted');
    if (packed === ZIP64 || stated === ZIP64) throw tooLarge();
    if (stated > limit) throw tooLarge();
    const behind = (flags & SIZES_BEHIND) !== 0;
    if (method === STORED && !behind) {
      total += packed;
      at = start + packed;
    } else if (method === DEFLATED) {
      const known = behind && packed === 0 ? undefined : start + packed;
      let found: { unpacked: number; consumed: number };
      try {
        found = inflate(zip.subarray(start, known), limit - total);
      } catch (cause) {
        throw (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
          ? tooLarge()
          : damaged(cause);
      }
      if (known !== undefined && start + found.consumed !== known) throw damaged();
      total += found.unpacked;
      at = start + found.consumed;
      if (behind) at += word(at) === DESCRIPTOR ? 16 : 12;
    } else throw damaged();
    if (total > limit) throw tooLarge();
  }
  if (at === 0 || (word(at) !== CENTRAL && word(at) !== END)) throw damaged();
  return total;
}
