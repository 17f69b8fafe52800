import { crcHj212, crcText } from './crc.ts';

/** `##` and four digits of length. */
export const HEAD_BYTES = 6;
export const CRC_BYTES = 4;
const LONGEST = 9999;

/**
 * A frame: `##`, length of the data segment in bytes as four digits, data segment, CRC, CR LF.
 * @throws RangeError where the data segment is longer than four digits can say
 */
export function buildFrame(body: string | Buffer): Buffer {
  const bytes = Buffer.from(body);
  if (bytes.length > LONGEST) throw new RangeError(`a data segment of ${bytes.length} bytes`);
  return Buffer.concat([
    Buffer.from(`##${String(bytes.length).padStart(4, '0')}`),
    bytes,
    Buffer.from(`${crcText(crcHj212(bytes))}\r\n`),
  ]);
}
