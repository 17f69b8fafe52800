import { randomBytes } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { credentials } from '../credentials.ts';
import type { env as Environment } from '../env.ts';
import { readOrMake } from '../secret-file.ts';
import { demoKeys, VaultKeys } from './keys.ts';
import { CIPHERS, type Cipher, openWith, Sealer, sealWith } from './seal.ts';

const FILE = 'vault.json';
const BOUND = 'hash key';

const Kept = z.strictObject({
  /** Key of hashes by which the same told again is found, sealed like personal data. */
  hashKey: z.strictObject({
    key: z.string(),
    cipher: z.enum(CIPHERS),
    nonce: z.string(),
    sealed: z.string(),
  }),
});
type Kept = z.infer<typeof Kept>;
type Settings = Pick<typeof Environment, 'data' | 'vaultKeys' | 'vaultKeyFile' | 'crypto'>;

/** The vault of an installation. */
export interface Vault {
  keys: VaultKeys;
  sealer: Sealer;
  hashKey: string;
  /** File of the keys; null: they come from the environment. */
  keyFile: string | null;
  /** The keys lie beside what they protect. */
  demo: boolean;
}

const cipherOf = ({ crypto }: Settings): Cipher =>
  crypto === 'sm' ? 'sm4-ctr-hmac-sm3' : 'aes-256-gcm';

function keysOf(settings: Settings): Pick<Vault, 'keys' | 'keyFile' | 'demo'> {
  const { data, vaultKeys, vaultKeyFile } = settings;
  if (vaultKeys !== undefined)
    return { keys: new VaultKeys({ text: vaultKeys }), keyFile: null, demo: false };
  const keyFile = vaultKeyFile ?? demoKeys(data);
  return { keys: new VaultKeys({ file: keyFile }), keyFile, demo: vaultKeyFile === undefined };
}

const wrapped = (keys: VaultKeys, settings: Settings, hashKey: string): Kept['hashKey'] =>
  sealWith(keys.newest, cipherOf(settings), randomBytes(12), hashKey, BOUND);

/** Opens the vault, making what it needs at first start. @throws VaultError where its keys do not fit */
export function openVault(settings: Settings): Vault {
  const found = keysOf(settings);
  const kept = readOrMake(settings.data, FILE, Kept, () => ({
    hashKey: wrapped(
      found.keys,
      settings,
      credentials(settings.data).phoneKey ?? randomBytes(24).toString('base64url'),
    ),
  }));
  const hashKey = openWith(found.keys, kept.hashKey, BOUND);
  return { ...found, hashKey, sealer: new Sealer(found.keys, cipherOf(settings), hashKey) };
}

/** Seals the vault's own secret under the newest key, so that older ones may go. */
export function rewrap(settings: Settings, vault: Vault): void {
  const path = join(settings.data, FILE);
  const draft = `${path}.${process.pid}`;
  const kept: Kept = { hashKey: wrapped(vault.keys, settings, vault.hashKey) };
  writeFileSync(draft, JSON.stringify(kept, null, 2), { mode: 0o600 });
  renameSync(draft, path);
}
