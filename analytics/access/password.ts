import { argon2id, hash, verify } from 'argon2';
import { err, ok, type Result } from '../../config/contract/result.ts';

/** RFC 9106 §4, second recommended option: 64 MiB, three passes, four lanes; about 0.1 s of a core. */
const ARGON = { type: argon2id, memoryCost: 64 * 1024, timeCost: 3, parallelism: 4 } as const;

/** Hashes at work at once: each takes 64 MiB. */
const AT_ONCE = 2;
/** Above this many waiting, somebody floods the door. */
const MOST_WAITING = 32;

const SHORTEST = 12;
const LONGEST = 256;
const LEAST_DIFFERENT = 6;

/** Too many passwords are being checked; try again soon. */
export class DoorBusy extends Error {
  override name = 'DoorBusy';
}

const waiting: (() => void)[] = [];
let working = 0;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (working >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new DoorBusy('too many passwords are being checked');
    await new Promise<void>((turn) => waiting.push(turn));
  } else working++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else working--;
  }
}

/** The same characters, however a keyboard composes them. */
const normal = (password: string): string => password.normalize('NFKC');

export type Weakness = 'short' | 'long' | 'simple' | 'name';

/**
 * A new password for an account: 12 characters at least, six of them different, and not the account's
 * name. What it is composed of is left to its owner (NIST SP 800-63B §3.1.1.2).
 */
export function checkNew(password: string, account: string): Result<string, Weakness> {
  const text = normal(password);
  if (text.length < SHORTEST) return err('short');
  if (text.length > LONGEST) return err('long');
  if (new Set(text).size < LEAST_DIFFERENT) return err('simple');
  if (text.toLowerCase().includes(account.toLowerCase())) return err('name');
  return ok(text);
}

/** @throws DoorBusy */
export const hashed = (password: string): Promise<string> =>
  inTurn(() => hash(normal(password), ARGON));

/** What a password is compared with where there is none: an unknown name takes the time of a known one. */
const nobody = hash('nobody', ARGON);

/**
 * Whether a password is the right one. Without a hash it is not, and takes as long.
 * @throws DoorBusy
 */
export async function isRight(password: string, phc: string | null): Promise<boolean> {
  const against = phc ?? (await nobody);
  const text = normal(password);
  if (text.length > LONGEST) return false;
  return (await inTurn(() => verify(against, text))) && phc !== null;
}
