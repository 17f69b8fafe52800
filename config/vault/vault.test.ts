import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addKey, newSecret, VaultError, VaultKeys } from './keys.ts';
import { CIPHERS, Sealer } from './seal.ts';
import { openVault, rewrap } from './vault.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'qiao-vault-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const settings = (more: object = {}) => ({
  data,
  vaultKeys: undefined,
  vaultKeyFile: undefined,
  crypto: 'aes' as const,
  ...more,
});
const cipher = fc.constantFrom(...CIPHERS);

describe('a sealed text', () => {
  const keys = new VaultKeys({ text: `a:${newSecret()}` });

  it('is not to be read, and opens where it belongs', () => {
    fc.assert(
      fc.property(cipher, fc.string({ unit: 'binary' }), fc.string(), (by, text, bound) => {
        const sealer = new Sealer(keys, by, 'a key of hashes');
        const plain = `张三 13812345678 ${text}`;
        const sealed = sealer.seal(plain, bound);
        expect(Buffer.from(sealed.sealed, 'base64').toString('latin1')).not.toContain('138');
        expect(sealer.open(sealed, bound)).toBe(Buffer.from(plain).toString());
        expect(sealer.seal(plain, bound)).toEqual(sealed);
        expect(sealer.seal(plain, `${bound}1`).nonce).not.toBe(sealed.nonce);
      }),
    );
  });

  it('opens nowhere else, nor with a single bit changed', () => {
    fc.assert(
      fc.property(cipher, fc.nat(), fc.nat(7), (by, at, bit) => {
        const sealer = new Sealer(keys, by, 'a key of hashes');
        const sealed = sealer.seal('张三 13812345678', 'case 1');
        expect(() => sealer.open(sealed, 'case 2')).toThrow(VaultError);
        const bytes = Buffer.from(sealed.sealed, 'base64');
        const place = at % bytes.length;
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit);
        const forged = { ...sealed, sealed: bytes.toString('base64') };
        expect(() => sealer.open(forged, 'case 1')).toThrow(VaultError);
        expect(() => sealer.open({ ...sealed, sealed: '' }, 'case 1')).toThrow(VaultError);
      }),
    );
  });
});

describe('the keys of a vault', () => {
  it('seal by the newest and open by all; without a key its texts stay shut', () => {
    const [one, two] = [newSecret(), newSecret()];
    const before = new Sealer(new VaultKeys({ text: `a:${one}` }), 'aes-256-gcm', 'hash');
    const both = new Sealer(new VaultKeys({ text: `a:${one}, b:${two}` }), 'aes-256-gcm', 'hash');
    const after = new Sealer(new VaultKeys({ text: `b:${two}` }), 'aes-256-gcm', 'hash');
    const old = before.seal('张三', 'x');
    expect(both.open(old, 'x')).toBe('张三');
    const again = both.again(old, 'x');
    expect(again).toMatchObject({ key: 'b', nonce: old.nonce });
    expect(after.open(again, 'x')).toBe('张三');
    expect(() => after.open(old, 'x')).toThrow('sealed with key "a"');
  });

  it('are refused with a clear error where they are none', () => {
    for (const text of ['', 'a', 'a:short', `a b:${newSecret()}`])
      expect(() => new VaultKeys({ text })).toThrow(/QIAO_VAULT_KEYS: each key is an id and 32/);
    const file = join(data, 'keys.json');
    expect(() => new VaultKeys({ file })).toThrow(VaultError);
    writeFileSync(file, '{}');
    expect(() => new VaultKeys({ file })).toThrow(file);
  });

  it('of a demonstration lie in a file of their owner alone; a key added there needs no restart', () => {
    const vault = openVault(settings());
    expect(vault).toMatchObject({ demo: true, keyFile: `${data}/vault-keys.json` });
    expect(statSync(`${data}/vault-keys.json`).mode & 0o777).toBe(0o600);
    const other = openVault(settings());
    addKey(`${data}/vault-keys.json`, '2027');
    utimesSync(`${data}/vault-keys.json`, new Date(), new Date(Date.now() + 5_000));
    const sealed = openVault(settings()).sealer.seal('张三', 'x');
    expect(sealed.key).toBe('2027');
    expect(other.sealer.open(sealed, 'x')).toBe('张三');
    expect(() => addKey(`${data}/vault-keys.json`, '2027')).toThrow(VaultError);
  });
});

describe('the vault of an installation', () => {
  it('finds the same again over restarts and changes of keys', () => {
    const [one, two] = [newSecret(), newSecret()];
    const { hashKey } = openVault(settings({ vaultKeys: `a:${one}` }));
    expect(readFileSync(join(data, 'vault.json'), 'utf8')).not.toContain(hashKey);
    const turning = settings({ vaultKeys: `a:${one},b:${two}`, crypto: 'sm' });
    rewrap(turning, openVault(turning));
    expect(openVault(settings({ vaultKeys: `b:${two}` })).hashKey).toBe(hashKey);
    expect(() => openVault(settings({ vaultKeys: `a:${one}` }))).toThrow('sealed with key "b"');
  });

  it('goes on with the key of hashes that an older installation had', () => {
    const old = { writer: 'w'.repeat(16), reader: 'r'.repeat(16), feed: 'f'.repeat(16) };
    const kept = JSON.stringify({ ...old, phoneKey: 'the key of before' });
    writeFileSync(join(data, 'credentials.json'), kept);
    expect(openVault(settings()).hashKey).toBe('the key of before');
  });
});
