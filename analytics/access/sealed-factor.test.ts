import { TOTP } from 'otpauth';
import { expect, it } from 'vitest';
import { newSecret, VaultError, VaultKeys } from '../../config/vault/keys.ts';
import { Sealer } from '../../config/vault/seal.ts';
import { testAccess } from './access.fixture.ts';
import { newAccount } from './accounts.ts';
import { hashed } from './password.ts';
import { openSecret, sealFactors } from './sealed-factor.ts';
import { newTotpSecret } from './second-factor.ts';

const FROM = { address: '10.0.0.7', agent: '' };
const PASSWORD = 'under the bridge 42';
const sealerOf = (text: string) =>
  new Sealer(new VaultKeys({ text }), 'aes-256-gcm', 'a key of hashes');

it('secrets of authenticators that lay in clear are sealed, serve on over a change of keys, and open for nobody else', async () => {
  const [one, two] = [newSecret(), newSecret()];
  const before = sealerOf(`a:${one}`);
  const both = sealerOf(`a:${one},b:${two}`);
  const access = testAccess(8470, { sealer: both });
  const { book, door } = access.sources;
  const secret = newTotpSecret();
  const password = await hashed(PASSWORD);
  await book.change(() => {
    for (const id of ['wang', 'li']) {
      const secondFactor = { secret, step: 0, recovery: [] };
      const account = { ...newAccount(id, id, 'officer', null, 1), password, secondFactor };
      void book.accounts.put(id, account);
    }
  });
  const factorOf = (id: string) => book.accounts.get(id)!.secondFactor!;

  expect(await sealFactors(book, before)).toBe(2);
  expect(await sealFactors(book, before)).toBe(0);
  expect(JSON.stringify(factorOf('wang'))).not.toContain(secret);
  expect(() => openSecret(before, factorOf('wang'), 'li')).toThrow(VaultError);

  expect(await sealFactors(book, both)).toBe(2);
  expect(openSecret(sealerOf(`b:${two}`), factorOf('wang'), 'wang')).toBe(secret);
  const code = new TOTP({ secret, period: 30, digits: 6, algorithm: 'SHA1' }).generate();
  expect(await door.signIn('wang', PASSWORD, code, FROM)).toMatchObject({ ok: true });
  // no code is taken twice
  expect(await door.signIn('wang', PASSWORD, code, FROM)).toMatchObject({ ok: false });
  await access.close();
});
