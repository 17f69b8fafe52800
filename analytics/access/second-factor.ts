import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Millis } from '../../config/contract/ids.ts';
import type { SecondFactor } from './access-book.ts';
import { digestOf } from './secret.ts';

const PERIOD_S = 30;
/** Steps before and after in which a code is taken: clocks of telephones differ. */
const WINDOW = 1;
const RECOVERY_CODES = 10;

const totp = (secret: string): TOTP =>
  new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_S, digits: 6, algorithm: 'SHA1' });

/** A new secret of TOTP (RFC 6238): 160 bits in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** The key URI that authenticator apps read. */
export const keyUri = (secret: string, issuer: string, account: string): string =>
  new TOTP({
    issuer,
    label: account,
    secret: Secret.fromBase32(secret),
    period: PERIOD_S,
    digits: 6,
    algorithm: 'SHA1',
  }).toString();

/** Codes of 80 bits, each of which replaces the telephone once. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: RECOVERY_CODES }, () =>
    (Secret.fromHex(randomBytes(10).toString('hex')).base32.match(/.{4}/g) ?? []).join('-'),
  );

const plain = (code: string): string => code.replace(/[\s-]/g, '').toUpperCase();
export const recoveryDigest = (code: string): string => digestOf(plain(code));

/** The time step of a right code that was not used before; null: it is none. */
export function stepOf(secret: string, code: string, after: number, now: Millis): number | null {
  if (!/^\d{6}$/.test(plain(code))) return null;
  const delta = totp(secret).validate({ token: plain(code), timestamp: now, window: WINDOW });
  if (delta === null) return null;
  const step = Math.floor(now / 1000 / PERIOD_S) + delta;
  return step > after ? step : null;
}

/**
 * The factor after a code of it was used, a recovery code too; null: the code is not right.
 * @param secret base32, in clear
 */
export function used(
  factor: SecondFactor,
  secret: string,
  code: string,
  now: Millis,
): SecondFactor | null {
  const step = stepOf(secret, code, factor.step, now);
  if (step !== null) return { ...factor, step };
  const digest = recoveryDigest(code);
  if (!factor.recovery.includes(digest)) return null;
  return { ...factor, recovery: factor.recovery.filter((known) => known !== digest) };
}
