import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isLoopback } from './deployment/loopback.ts';
import { readOrMake } from './secret-file.ts';

const Link = z.strictObject({ secret: z.string().min(16) });

/**
 * The secret of the link that shows the demo's wall to whoever starts it: the synthetic city, on this
 * machine alone. The same at every start, in `<data>/demo-link.json`; null: this is no demo.
 */
export function demoSecret(settings: { city: boolean; host: string; data: string }): string | null {
  if (!settings.city || !isLoopback(settings.host)) return null;
  const make = () => ({ secret: randomBytes(24).toString('base64url') });
  return readOrMake(settings.data, 'demo-link.json', Link, make).secret;
}
