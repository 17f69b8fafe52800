import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readOrMake } from './secret-file.ts';

const Secret = z.string().min(16);

const Keys = z.strictObject({
  /** By port (source id), then by client: the key with which the client signs, or its bearer token. */
  clients: z.record(z.string(), z.record(z.string(), Secret)),
  /** SM4 keys of HJ 212-2025 devices, by MN: 32 hexadecimal digits. */
  sm4: z.record(z.string(), z.string().regex(/^[0-9a-f]{32}$/i)).default({}),
});
export type PortKeys = z.infer<typeof Keys>;

/** Ports that clients reach over HTTP, each with a first client `upstream`. */
const PORTS = ['12345', 'dcm', 'grid', 'safety', 'registers', 'hall', 'open311'] as const;

/**
 * Keys of the senders, kept in `<data>/port-keys.json`, readable by its owner only; made at first start
 * with one client a port. Clients are added and keys changed by editing the file; ingest reads it at start.
 */
export function portKeys(data: string): PortKeys {
  return readOrMake(data, 'port-keys.json', Keys, () => ({
    clients: Object.fromEntries(
      PORTS.map((port) => [port, { upstream: randomBytes(24).toString('base64url') }]),
    ),
    sm4: {},
  }));
}
