import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readOrMake } from './secret-file.ts';

const Kept = z.strictObject({
  /** Passwords of the embedded store's users. */
  writer: z.string().min(16),
  reader: z.string().min(16),
  /** Bearer token of the feed. */
  feed: z.string().min(16),
  /** Key of the hash by which repeats of a phone number are found, where the installation is older than its vault. */
  phoneKey: z.string().min(16).optional(),
});
/** With the password of the store's third user, who may read sealed values: it follows from the writer's, who may anyhow. */
export type Credentials = z.infer<typeof Kept> & { vault: string };

/** Secrets of one installation, made at first start and kept in `<data>/credentials.json`. */
export function credentials(data: string): Credentials {
  const secret = () => randomBytes(24).toString('base64url');
  const kept = readOrMake(data, 'credentials.json', Kept, () => ({
    writer: secret(),
    reader: secret(),
    feed: secret(),
  }));
  return {
    ...kept,
    vault: createHmac('sha256', kept.writer).update('vault').digest('base64url'),
  };
}
