import { hash, randomBytes } from 'node:crypto';

/** A secret of 256 bits, as it stands in a cookie or link. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/**
 * What is kept of such a secret, and under what it is found again: whoever reads the file learns no
 * secret, and the time that a search takes tells nothing of one.
 */
export const digestOf = (secret: string): string => hash('sha256', secret);

/** Whether two secrets are the same; the time taken tells nothing of what was right. */
export const sameSecret = (told: string, secret: string): boolean =>
  digestOf(told) === digestOf(secret);
