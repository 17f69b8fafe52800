import { createCipheriv, createDecipheriv } from 'node:crypto';
import { err, ok, type Result } from '../../../config/contract/result.ts';

const BLOCK = 16;
const ALGORITHM = 'sm4-ecb';
/** What senders fill the last block with where the text does not. */
const FILL = /[\0 ]+$/;

/** CN 2000–2999, 1014 and 3020: what HJ 212-2025 has encrypted. */
export const isEncrypted = (cn: string): boolean =>
  /^2\d{3}$/.test(cn) || cn === '1014' || cn === '3020';

/**
 * Decrypts the content of a CP: SM4, ECB, 128-bit key, no padding (HJ 212-2025).
 *
 * The text of the standard was not at hand. Read as follows: what stands between the two `&&` is
 * encrypted, not the `&&` themselves; it comes as raw bytes or as hexadecimal digits, which are told
 * apart by looking; since nothing is padded, a sender fills its last block with NUL or spaces, which are
 * dropped here. The length and the CRC of the frame are those of the encrypted form.
 * @param key 32 hexadecimal digits
 */
export function decryptCp(content: Buffer, key: string): Result<Buffer> {
  const text = content.toString('latin1');
  const bytes =
    content.length % (2 * BLOCK) === 0 && /^[0-9A-Fa-f]+$/.test(text)
      ? Buffer.from(text, 'hex')
      : content;
  if (bytes.length % BLOCK !== 0)
    return err(`CP of ${content.length} bytes is no whole number of SM4 blocks`);
  const decipher = createDecipheriv(ALGORITHM, Buffer.from(key, 'hex'), null).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes), decipher.final()]);
  return ok(plain.subarray(0, plain.toString('latin1').replace(FILL, '').length));
}

/** The other way: raw bytes, the last block filled with NUL. */
export function encryptCp(content: Buffer, key: string): Buffer {
  const filled = Buffer.alloc(Math.ceil(content.length / BLOCK) * BLOCK);
  content.copy(filled);
  const cipher = createCipheriv(ALGORITHM, Buffer.from(key, 'hex'), null).setAutoPadding(false);
  return Buffer.concat([cipher.update(filled), cipher.final()]);
}
