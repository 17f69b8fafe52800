import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { VaultError, type VaultKey, type VaultKeys } from './keys.ts';

/**
 * AES-256-GCM (NIST SP 800-38D); or SM4 in counter mode with HMAC-SM3 over nonce, binding and
 * ciphertext (GB/T 32907, GB/T 15852.2), since OpenSSL 3.0 has no SM4-GCM. Both tags have 128 bits.
 */
export const CIPHERS = ['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const;
export type Cipher = (typeof CIPHERS)[number];

const TAG = 16;
const NONCE = 12;

/** An encrypted text. */
export interface Sealed {
  /** Id of its key. */
  key: string;
  cipher: Cipher;
  /** Nonce, base64. */
  nonce: string;
  /** Ciphertext and tag, base64. */
  sealed: string;
}

const counterOf = (nonce: Buffer): Buffer => Buffer.concat([nonce, Buffer.alloc(4)]);
const macOf = (key: VaultKey, nonce: Buffer, bound: string, bytes: Buffer): Buffer =>
  createHmac('sm3', key.mac)
    .update(nonce)
    .update(`${Buffer.byteLength(bound)}\n${bound}`)
    .update(bytes)
    .digest()
    .subarray(0, TAG);

/**
 * Seals and opens texts. A text is bound to where it belongs: moved elsewhere it does not open.
 *
 * The nonce is HMAC-SHA-256 over binding and text, by a key of its own: of one text at one place it is
 * always the same, so that the same told again is known as such without opening anything; of different
 * ones it is the same with a chance of 2⁻⁹⁶, as if drawn.
 */
export class Sealer {
  /** @param nonceKey never the vault's own: it outlives them */
  constructor(
    private readonly keys: VaultKeys,
    private readonly cipher: Cipher,
    private readonly nonceKey: string,
  ) {}

  seal(plain: string, bound: string): Sealed {
    const nonce = createHmac('sha256', this.nonceKey)
      .update(bound)
      .update('\0')
      .update(plain)
      .digest()
      .subarray(0, NONCE);
    return sealWith(this.keys.newest, this.cipher, nonce, plain, bound);
  }

  /** @throws VaultError where it was changed or moved, or its key is missing */
  open(given: Sealed, bound: string): string {
    return openWith(this.keys, given, bound);
  }

  /** The same text under the newest key. @throws VaultError as `open` */
  again(given: Sealed, bound: string): Sealed {
    const nonce = Buffer.from(given.nonce, 'base64');
    return sealWith(this.keys.newest, this.cipher, nonce, this.open(given, bound), bound);
  }

  /** Id of the key and the cipher that seal now. */
  get current(): { key: string; cipher: Cipher } {
    return { key: this.keys.newest.id, cipher: this.cipher };
  }
}

type Seal = (key: VaultKey, nonce: Buffer, plain: string, bound: string) => Buffer;
const SEAL: Readonly<Record<Cipher, Seal>> = {
  'aes-256-gcm': (key, nonce, plain, bound) => {
    const it = createCipheriv('aes-256-gcm', key.aes, nonce).setAAD(Buffer.from(bound));
    return Buffer.concat([it.update(plain, 'utf8'), it.final(), it.getAuthTag()]);
  },
  'sm4-ctr-hmac-sm3': (key, nonce, plain, bound) => {
    const it = createCipheriv('sm4-ctr', key.sm4, counterOf(nonce));
    const bytes = Buffer.concat([it.update(plain, 'utf8'), it.final()]);
    return Buffer.concat([bytes, macOf(key, nonce, bound, bytes)]);
  },
};

/** @throws where the tag does not fit */
type Open = (key: VaultKey, nonce: Buffer, bytes: Buffer, tag: Buffer, bound: string) => Buffer;
const OPEN: Readonly<Record<Cipher, Open>> = {
  'aes-256-gcm': (key, nonce, bytes, tag, bound) => {
    const it = createDecipheriv('aes-256-gcm', key.aes, nonce, { authTagLength: TAG })
      .setAAD(Buffer.from(bound))
      .setAuthTag(tag);
    return Buffer.concat([it.update(bytes), it.final()]);
  },
  'sm4-ctr-hmac-sm3': (key, nonce, bytes, tag, bound) => {
    if (!timingSafeEqual(macOf(key, nonce, bound, bytes), tag)) throw new Error('another tag');
    const it = createDecipheriv('sm4-ctr', key.sm4, counterOf(nonce));
    return Buffer.concat([it.update(bytes), it.final()]);
  },
};

/** @param nonce 12 bytes, of one use only under this key */
export const sealWith = (
  key: VaultKey,
  cipher: Cipher,
  nonce: Buffer,
  plain: string,
  bound: string,
): Sealed => ({
  key: key.id,
  cipher,
  nonce: nonce.toString('base64'),
  sealed: SEAL[cipher](key, nonce, plain, bound).toString('base64'),
});

/** @throws VaultError where it was changed or moved, or its key is missing */
export function openWith(keys: VaultKeys, given: Sealed, bound: string): string {
  const key = keys.find(given.key);
  const nonce = Buffer.from(given.nonce, 'base64');
  const all = Buffer.from(given.sealed, 'base64');
  try {
    const open = OPEN[given.cipher];
    return open(key, nonce, all.subarray(0, -TAG), all.subarray(-TAG), bound).toString();
  } catch (cause) {
    throw new VaultError('a sealed value was changed, or moved to another record', { cause });
  }
}
