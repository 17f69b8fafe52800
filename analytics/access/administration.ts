import { randomBytes } from 'node:crypto';
import type {
  AccountView,
  DeviceView,
  LinkView,
  SignInView,
} from '../../config/contract/access.ts';
import { ok, type Result } from '../../config/contract/result.ts';
import type { Account, OneTime } from './access-book.ts';
import { accountView, isClaimed, newAccount } from './accounts.ts';
import { deviceView, newDevice } from './devices.ts';
import { type DoorOptions, entry, type From, type Refused, refused } from './door.ts';
import type { Identity } from './identity.ts';
import { lifetimeOf, newLink } from './links.ts';

/** Who does it, and from where. */
export type By = Pick<Identity, 'id' | 'role'> & From;

/** What may be changed of an account. */
export interface AccountChange {
  name?: string | undefined;
  role?: Account['role'] | undefined;
  scope?: Account['scope'] | undefined;
  disabled?: boolean | undefined;
  /** The telephone was lost: its owner makes a new one. */
  secondFactor?: false | undefined;
}

/** Whether an account that is to see its own cases says whose they are. */
const hasScope = ({ role, scope }: Pick<Account, 'role' | 'scope'>): boolean =>
  role !== 'unit' || (scope?.units?.length ?? 0) > 0;

/** Whether somebody can come in and administer: whoever was only invited cannot yet. */
const administers = (account: Account): boolean =>
  account.role === 'admin' && !account.disabled && isClaimed(account);

/** A change as the audit tells it: each setting by its name. */
const saidOf = (change: AccountChange): Record<string, string> =>
  Object.fromEntries(
    Object.entries(change)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );

/** Accounts, walls and sign-ins, as an administrator keeps them. Every change is told to the audit first. */
export class Administration {
  readonly #of: DoorOptions;

  constructor(options: DoorOptions) {
    this.#of = options;
  }

  accounts(): AccountView[] {
    return [...this.#of.book.accounts.getRange({})].map(({ value }) => accountView(value));
  }

  /** A new account, and the link by which its owner chooses a password. */
  async addAccount(
    account: Pick<Account, 'id' | 'name' | 'role' | 'scope'>,
    by: By,
  ): Promise<Result<LinkView, Refused>> {
    const { book, now } = this.#of;
    const { id, name, role, scope } = account;
    if (book.accounts.get(id)) return refused('taken');
    if (!hasScope(account)) return refused('scope');
    await this.#told(by, id, { change: 'account added', role, scope: JSON.stringify(scope) });
    const link = await book.change(() => {
      if (book.accounts.get(id)) return null;
      void book.accounts.put(id, newAccount(id, name, role, scope, now()));
      return newLink(book, 'invitation', id, now());
    });
    return link === null ? refused('taken') : ok(this.#view(link, 'invitation'));
  }

  async changeAccount(
    id: string,
    change: AccountChange,
    by: By,
  ): Promise<Result<AccountView, Refused>> {
    const { book, signIns } = this.#of;
    // nothing is told that is refused; and what is told is looked at again when it is done
    const possible = this.#changed(id, change);
    if (!possible.ok) return possible;
    await this.#told(by, id, { change: 'account changed', ...saidOf(change) });
    const changed = await book.change(() => {
      const next = this.#changed(id, change);
      if (!next.ok) return next;
      void book.accounts.put(id, next.value);
      if (next.value.disabled || change.secondFactor === false) signIns.endOf(id);
      return next;
    });
    return changed.ok ? ok(accountView(changed.value)) : changed;
  }

  /** An account as it will be, or why it cannot be. */
  #changed(id: string, { secondFactor, ...change }: AccountChange): Result<Account, Refused> {
    const before = this.#of.book.accounts.get(id);
    if (!before) return refused('unknown');
    const stated = Object.entries(change).filter(([, value]) => value !== undefined);
    const next: Account = { ...before, ...Object.fromEntries(stated) };
    if (secondFactor === false) next.secondFactor = null;
    if (!hasScope(next)) return refused('scope');
    return administers(before) && !administers(next) && this.#administrators() === 1
      ? refused('last-admin')
      : ok(next);
  }

  /** A link by which the owner of an account chooses a new password. */
  async invite(id: string, by: By): Promise<Result<LinkView, Refused>> {
    const { book, now } = this.#of;
    const account = book.accounts.get(id);
    if (!account || account.subject !== null) return refused('unknown');
    await this.#told(by, id, { change: 'invited' });
    const link = await book.change(() => newLink(book, 'invitation', id, now()));
    return ok(this.#view(link, 'invitation'));
  }

  devices(): DeviceView[] {
    return [...this.#of.book.devices.getRange({})].map(({ value }) => deviceView(value));
  }

  /** A new wall, and the link by which its browser becomes it. */
  async addDevice(name: string, by: By): Promise<LinkView> {
    const { book, now } = this.#of;
    const id = `wall-${randomBytes(5).toString('hex')}`;
    await this.#told(by, id, { change: 'wall added', name });
    const link = await book.change(() => {
      void book.devices.put(id, newDevice(id, name, by.id, now()));
      return newLink(book, 'pairing', id, now());
    });
    return this.#view(link, 'pairing');
  }

  async pairAgain(id: string, by: By): Promise<Result<LinkView, Refused>> {
    const { book, now } = this.#of;
    if (!book.devices.get(id)) return refused('unknown');
    await this.#told(by, id, { change: 'pairing link' });
    const link = await book.change(() => newLink(book, 'pairing', id, now()));
    return ok(this.#view(link, 'pairing'));
  }

  async removeDevice(id: string, by: By): Promise<Result<true, Refused>> {
    const { book } = this.#of;
    if (!book.devices.get(id)) return refused('unknown');
    await this.#told(by, id, { change: 'wall removed' });
    await book.change(() => void book.devices.remove(id));
    return ok(true);
  }

  signIns(): SignInView[] {
    return this.#of.signIns.list();
  }

  async endSignIn(id: string, by: By): Promise<Result<true, Refused>> {
    const { book, signIns } = this.#of;
    const key = signIns.keyOf(id);
    const account = key === null ? undefined : book.signIns.get(key)?.account;
    if (key === null || account === undefined) return refused('unknown');
    await this.#told(by, account, { change: 'signed out' });
    await book.change(() => signIns.end(key));
    return ok(true);
  }

  #administrators(): number {
    const { book } = this.#of;
    return [...book.accounts.getRange({})].filter(({ value }) => administers(value)).length;
  }

  #view(link: string, kind: OneTime['kind']): LinkView {
    return { link, until: this.#of.now() + lifetimeOf(kind) };
  }

  async #told(by: By, target: string, detail: Record<string, string>): Promise<void> {
    await this.#of.tell({ ...entry('account', by.id, by.role, by, detail), target });
  }
}
