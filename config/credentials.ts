import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readOrMake } from './secret-file.ts';

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

/** Secrets of one installation, made at first start and kept in `<data>/credentials.json`. */
export function credentials(data: string): Credentials {
  const secret = () => randomBytes(24).toString('base64url');
  return readOrMake(data, 'credentials.json', Credentials, () => ({
    writer: secret(),
    reader: secret(),
    feed: secret(),
    phoneKey: secret(),
  }));
}
