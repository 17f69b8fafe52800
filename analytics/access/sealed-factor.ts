import type { Sealer } from '../../config/vault/seal.ts';
import type { AccessBook, Account, SecondFactor } from './access-book.ts';

const boundTo = (account: string): string => `second factor of ${account}`;

/** The secret of an authenticator as it is kept: it opens for its own account alone. */
export const sealSecret = (
  sealer: Pick<Sealer, 'seal'>,
  secret: string,
  account: string,
): SecondFactor['secret'] => sealer.seal(secret, boundTo(account));

/** @throws VaultError where it was changed or moved, or its key is missing */
export const openSecret = (
  sealer: Pick<Sealer, 'open'>,
  { secret }: SecondFactor,
  account: string,
): string => (typeof secret === 'string' ? secret : sealer.open(secret, boundTo(account)));

/**
 * Seals what is not sealed under the newest key. What older ones held may stay readable in the file until
 * its pages are used again.
 * @returns accounts whose secret was sealed
 * @throws VaultError where one was changed or moved, or its key is missing
 */
export function sealFactors(book: AccessBook, sealer: Sealer): Promise<number> {
  const isNewest = ({ secret }: SecondFactor) =>
    typeof secret !== 'string' && secret.key === sealer.current.key;
  const dueOf = (): Account[] =>
    [...book.accounts.getRange({})]
      .map(({ value }) => value)
      .filter(({ secondFactor }) => secondFactor !== null && !isNewest(secondFactor));
  if (dueOf().length === 0) return Promise.resolve(0);
  return book.change(() => {
    const due = dueOf();
    for (const account of due) {
      const factor = account.secondFactor as SecondFactor;
      const secret = sealSecret(sealer, openSecret(sealer, factor, account.id), account.id);
      void book.accounts.put(account.id, { ...account, secondFactor: { ...factor, secret } });
    }
    return due.length;
  });
}
