import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const Credentials = z.strictObject({
  /** Passwords of the embedded store's two users. */
  writer: z.string().min(16),
  reader: z.string().min(16),
  /** Bearer token of the feed. */
  feed: z.string().min(16),
  /** Key of the hash by which repeats of a phone number are found. */
  phoneKey: z.string().min(16),
});
export type Credentials = z.infer<typeof Credentials>;

/**
 * Secrets of one installation, made at first start and kept in `<data>/credentials.json`, readable by
 * its owner only. Whichever process comes first makes them; the others read the same ones.
 */
export function credentials(data: string): Credentials {
  const path = join(data, 'credentials.json');
  try {
    return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
      throw new Error(
        `${path}: not readable as credentials. Restore it or start with a new data folder`,
        { cause },
      );
  }
  const secret = () => randomBytes(24).toString('base64url');
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  const made: Credentials = {
    writer: secret(),
    reader: secret(),
    feed: secret(),
    phoneKey: secret(),
  };
  writeFileSync(draft, JSON.stringify(made, null, 2), { mode: 0o600 });
  try {
    linkSync(draft, path); // fails where another process was faster, and never shows a half-written file
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
  } finally {
    rmSync(draft);
  }
  return Credentials.parse(JSON.parse(readFileSync(path, 'utf8')));
}
