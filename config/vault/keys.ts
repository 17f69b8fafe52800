import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readOrMake } from '../secret-file.ts';

const BYTES = 32;
/** How often a file of keys is looked at for a new one. */
const LOOK_MS = 1_000;
const ID = /^[A-Za-z0-9_-]{1,64}$/;

const Secret = z
  .string()
  .refine((text) => Buffer.from(text, 'base64').length === BYTES, `not ${BYTES} bytes in base64`);
const KeyFile = z.strictObject({
  keys: z.array(z.strictObject({ id: z.string().regex(ID), secret: Secret })).min(1),
});
type Listed = z.infer<typeof KeyFile>['keys'];

/** Keys that cannot be used as they are given. */
export class VaultError extends Error {
  override name = 'VaultError';
}

/** One key of the vault, and what is derived from it. */
export interface VaultKey {
  id: string;
  /** For AES-256-GCM. */
  aes: KeyObject;
  /** For SM4, 128 bits. */
  sm4: Buffer;
  /** For HMAC-SM3. */
  mac: KeyObject;
}

function derive({ id, secret }: Listed[number]): VaultKey {
  const bytes = Buffer.from(secret, 'base64');
  const part = (use: string, length: number) =>
    Buffer.from(hkdfSync('sm3', bytes, '', `qiao vault ${use}`, length));
  return {
    id,
    aes: createSecretKey(bytes),
    sm4: part('sm4', 16),
    mac: createSecretKey(part('hmac-sm3', BYTES)),
  };
}

export const newSecret = (): string => randomBytes(BYTES).toString('base64');

/** Where keys come from: `id:secret,id:secret`, the newest last; or a file that may change. */
export type KeySource = { text: string } | { file: string };

function parseText(text: string): Listed {
  const keys = text.split(',').map((pair) => {
    const colon = pair.indexOf(':');
    return { id: pair.slice(0, colon).trim(), secret: pair.slice(colon + 1).trim() };
  });
  return KeyFile.parse({ keys }).keys;
}

/**
 * The keys that personal data are sealed with. The newest seals, all open. A file is looked at again
 * as it changes, so that a new key needs no restart; keys of the environment stand until one.
 */
export class VaultKeys {
  private readonly file: string | null;
  private keys = new Map<string, VaultKey>();
  private last: VaultKey | null = null;
  private looked = 0;
  private changed = 0;

  /** @throws VaultError where there are none, or they are not readable */
  constructor(source: KeySource) {
    this.file = 'text' in source ? null : source.file;
    try {
      if ('text' in source) this.take(parseText(source.text));
      else this.reread();
    } catch (cause) {
      const what = this.file ?? 'QIAO_VAULT_KEYS';
      throw new VaultError(
        `${what}: each key is an id and ${BYTES} bytes in base64. npm run vault -- key makes one`,
        { cause },
      );
    }
  }

  /** The key that seals. */
  get newest(): VaultKey {
    this.look();
    return this.last as VaultKey;
  }

  /** @throws VaultError where the key is not ours any more */
  find(id: string): VaultKey {
    const found = this.keys.get(id) ?? (this.file === null ? undefined : this.anew(id));
    if (found === undefined)
      throw new VaultError(`sealed with key "${id}", which is not among the vault's keys`);
    return found;
  }

  private anew(id: string): VaultKey | undefined {
    this.reread();
    return this.keys.get(id);
  }

  private look(): void {
    if (this.file === null) return;
    const now = performance.now();
    if (now - this.looked < LOOK_MS) return;
    this.looked = now;
    try {
      if (statSync(this.file).mtimeMs !== this.changed) this.reread();
    } catch {
      // what is known stays in use until the file is there again
    }
  }

  private reread(): void {
    if (this.file === null) return;
    const changed = statSync(this.file).mtimeMs;
    this.take(KeyFile.parse(JSON.parse(readFileSync(this.file, 'utf8'))).keys);
    this.changed = changed;
  }

  private take(listed: Listed): void {
    this.keys = new Map(listed.map((one) => [one.id, derive(one)]));
    this.last = [...this.keys.values()].at(-1) ?? null;
  }
}

/** The file of keys of an installation that was given none: in its own data folder, for demonstrations. */
export function demoKeys(data: string): string {
  readOrMake(data, 'vault-keys.json', KeyFile, () => ({
    keys: [{ id: 'demo', secret: newSecret() }],
  }));
  return `${data}/vault-keys.json`;
}

/** Adds a key to a file of keys, as the newest. @throws VaultError where the id is there already */
export function addKey(file: string, id: string): void {
  const { keys } = KeyFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  if (keys.some((key) => key.id === id)) throw new VaultError(`${file} has a key "${id}" already`);
  const draft = `${file}.${process.pid}`;
  const added = { keys: [...keys, { id, secret: newSecret() }] };
  writeFileSync(draft, JSON.stringify(added, null, 2), { mode: 0o600 });
  renameSync(draft, file);
}
