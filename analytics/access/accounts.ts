import { z } from 'zod';
import type { AccountScope, AccountView } from '../../config/contract/access.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { MACHINE_ROLES, ROLES, type Role } from '../../config/contract/roles.ts';
import type { Account } from './access-book.ts';

/** A name of signing in; capital letters do not count. It names who acted in every record. */
export const AccountName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{1,63}$/, 'two to 64 letters, digits, dots, dashes');

/** What somebody typed as a name, as accounts are found; what no account can be called finds none. */
export const accountId = (typed: string): string => typed.trim().toLowerCase().slice(0, 64);

export const ShownName = z.string().trim().min(1).max(64);

/** Roles of people. */
export const AccountRole = z.enum(ROLES).exclude(MACHINE_ROLES);

const ids = z.array(z.string().min(1).max(64)).max(1000).nullable();
export const Scope = z
  .strictObject({ communities: ids, grids: ids, units: ids })
  .nullable() satisfies z.ZodType<AccountScope | null>;

export const newAccount = (
  id: string,
  name: string,
  role: Role,
  scope: AccountScope | null,
  now: Millis,
): Account => ({
  ...{ id, name, role, scope, createdAt: now },
  ...{ password: null, secondFactor: null, disabled: false, subject: null },
});

/** Whether its owner can come in: by a password of its own, or because the identity service vouches. */
export const isClaimed = ({ password, subject }: Account): boolean =>
  password !== null || subject !== null;

export const accountView = (account: Account): AccountView => {
  const { id, name, role, scope, disabled, createdAt } = account;
  const external = account.subject !== null;
  const claimed = isClaimed(account);
  const secondFactor = account.secondFactor !== null;
  return { id, name, role, scope, disabled, external, createdAt, claimed, secondFactor };
};
