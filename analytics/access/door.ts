import type { Invitation } from '../../config/contract/access.ts';
import type { AccessReason } from '../../config/contract/access-refusal.ts';
import type { AuditEntry } from '../../config/contract/audit.ts';
import type { Millis } from '../../config/contract/ids.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import { maskText } from '../../config/masks/mask-text.ts';
import type { Sealer } from '../../config/vault/seal.ts';
import type { AccessBook, Account, SignIn } from './access-book.ts';
import { accountId, newAccount } from './accounts.ts';
import type { Vouched } from './identity-service.ts';
import { Lanes } from './lanes.ts';
import { lookUp, use } from './links.ts';
import { failed, succeeded, waitOf } from './lock-out.ts';
import { checkNew, hashed, isRight } from './password.ts';
import { openSecret } from './sealed-factor.ts';
import { used } from './second-factor.ts';
import { digestOf } from './secret.ts';
import type { SignIns } from './sign-ins.ts';

/** Why not; `retryAfter` in seconds where it is to be tried again. */
export interface Refused {
  reason: AccessReason;
  retryAfter?: number;
}

/** Where an attempt comes from. */
export type From = Pick<SignIn, 'address' | 'agent'>;

/** Somebody who was let in: the secret for the cookie, and under which key it is known. */
export interface LetIn {
  secret: string;
  key: string;
  account: Account;
}

/** What the audit is told of signing in. */
export type Tell = (entry: AuditEntry) => Promise<unknown>;

export interface DoorOptions {
  book: AccessBook;
  signIns: SignIns;
  tell: Tell;
  /** Of the secrets of authenticators. */
  sealer: Pick<Sealer, 'seal' | 'open'>;
  now: () => Millis;
}

export const refused = (reason: AccessReason): Result<never, Refused> => err({ reason });

/** How people come in, prove who they are, and go. Every way in is told to the audit before it opens. */
export class Door {
  readonly #of: DoorOptions;
  readonly #lanes = new Lanes();

  constructor(options: DoorOptions) {
    this.#of = options;
  }

  /** Attempts on one name one after another: each finds the failures of those before it counted. */
  inTurn<T>(id: string, attempt: () => Promise<T>): Promise<T> {
    return this.#lanes.run(id, attempt);
  }

  /** @throws DoorBusy */
  signIn(
    name: string,
    password: string,
    code: string | null,
    from: From,
  ): Promise<Result<LetIn, Refused>> {
    const id = accountId(name);
    return this.inTurn(id, () => this.#attempt(id, password, code, from));
  }

  async #attempt(
    id: string,
    password: string,
    code: string | null,
    from: From,
  ): Promise<Result<LetIn, Refused>> {
    const { book, sealer, now } = this.#of;
    const wait = waitOf(book, id, now());
    if (wait > 0) return err({ reason: 'wait', retryAfter: Math.ceil(wait / 1000) });
    const known = book.accounts.get(id);
    const right = await isRight(password, known?.password ?? null);
    if (!known || !right || known.disabled) return this.deny(id, from);
    if (known.secondFactor === null) return ok(await this.letIn(known, 'password', from));
    if (code === null) return refused('code-needed');
    // of two that bring the same code at the same time, one finds it used
    const taken = await book.change(() => {
      const account = book.accounts.get(id);
      const factor = account?.secondFactor;
      const secondFactor = factor && used(factor, openSecret(sealer, factor, id), code, now());
      if (!account || !secondFactor) return null;
      const next = { ...account, secondFactor };
      void book.accounts.put(id, next);
      return next;
    });
    if (!taken) return this.deny(id, from);
    return ok(await this.letIn(taken, 'second-factor', from));
  }

  /** An account that the city's identity service vouches for; its role and scope are what the service says now. */
  async vouched(of: Vouched, from: From): Promise<Result<LetIn, Refused>> {
    const { book, now, tell } = this.#of;
    const { id, name, role, scope, subject } = of;
    const known = book.accounts.get(id);
    const saidOf = (each: Pick<Account, 'role' | 'scope'>) =>
      JSON.stringify([each.role, each.scope]);
    const isOurs = known?.subject === subject && !known.disabled;
    if (!known || (isOurs && saidOf(known) !== saidOf(of)))
      await tell(
        entry('account', id, role, from, {
          change: known ? 'changed by the identity service' : 'made by the identity service',
          scope: JSON.stringify(scope),
        }),
      );
    const account = await book.change(() => {
      const before = book.accounts.get(id);
      // neither an account of our own nor one of somebody else who had that name
      if (before && (before.subject !== subject || before.disabled)) return null;
      const next = { ...(before ?? newAccount(id, name, role, scope, now())), ...of };
      void book.accounts.put(id, next);
      return next;
    });
    if (!account) return this.deny(id, from);
    return ok(await this.letIn(account, 'identity-service', from));
  }

  /** Somebody whom the identity service sent back was not let in. */
  async turnAway(reason: AccessReason, from: From): Promise<void> {
    await this.#of.tell({ ...entry('login', '', '', from), outcome: 'refused', reason });
  }

  async signOut(key: string, who: string, role: string, from: From): Promise<void> {
    const { book, signIns, tell } = this.#of;
    await tell(entry('logout', who, role, from));
    await book.change(() => signIns.end(key));
  }

  /** Whether nobody administers this installation yet. */
  isUnclaimed(): boolean {
    return ![...this.#of.book.accounts.getRange({})].some(({ value }) => value.role === 'admin');
  }

  /** The first administrator, or one more by the console's link. */
  async claim(
    secret: string,
    of: { account: string; name: string; password: string },
    from: From,
  ): Promise<Result<LetIn, Refused>> {
    const { book, now, tell } = this.#of;
    const id = accountId(of.account);
    if (lookUp(book, 'admin', secret, now()) === null) return refused('link');
    const password = checkNew(of.password, id);
    if (!password.ok) return refused(password.error);
    if (book.accounts.get(id)) return refused('taken');
    const phc = await hashed(password.value);
    await tell(entry('account', id, 'admin', from, { change: 'first administrator' }));
    const made = await book.change(() => {
      if (book.accounts.get(id) || use(book, 'admin', secret, now()) === null) return null;
      // whoever has another such link finds it closed
      for (const { key, value } of [...book.links.getRange({})])
        if (value.kind === 'admin') void book.links.remove(key);
      const account = { ...newAccount(id, of.name, 'admin', null, now()), password: phc };
      void book.accounts.put(id, account);
      return account;
    });
    return made ? ok(await this.letIn(made, 'password', from)) : refused('link');
  }

  /** Whose account an invitation is for. */
  invitation(secret: string): Result<Invitation, Refused> {
    const { book, now } = this.#of;
    const link = lookUp(book, 'invitation', secret, now());
    const account = link && book.accounts.get(link.of);
    return account ? ok({ account: account.id, name: account.name }) : refused('link');
  }

  /** Chooses the password of an account by its invitation; whoever is signed in to it is signed out. */
  async accept(secret: string, chosen: string, from: From): Promise<Result<LetIn, Refused>> {
    const { book, signIns, now, tell } = this.#of;
    const invited = this.invitation(secret);
    if (!invited.ok) return invited;
    const id = invited.value.account;
    const password = checkNew(chosen, id);
    if (!password.ok) return refused(password.error);
    const phc = await hashed(password.value);
    await tell(entry('account', id, '', from, { change: 'password by invitation' }));
    const taken = await book.change(() => {
      const account = book.accounts.get(id);
      if (!account || account.disabled || use(book, 'invitation', secret, now()) === null)
        return null;
      const next = { ...account, password: phc };
      void book.accounts.put(id, next);
      signIns.endOf(id);
      succeeded(book, id);
      return next;
    });
    if (!taken) return refused('link');
    // a lost telephone is the administrator's to forgive, not the invitation's
    return taken.secondFactor === null
      ? ok(await this.letIn(taken, 'password', from))
      : refused('code-needed');
  }

  /** Counts a failure and tells it. */
  async deny(id: string, from: From): Promise<Result<never, Refused>> {
    const { book, now, tell } = this.#of;
    await failed(book, id, now());
    // what was typed for a name may be a telephone number
    const who = book.accounts.get(id) ? id : maskText(id);
    await tell({ ...entry('login', who, '', from), outcome: 'refused', reason: 'credentials' });
    return refused('credentials');
  }

  /** Begins a sign-in of somebody who has proven who it is. */
  async letIn(account: Account, by: SignIn['by'], from: From): Promise<LetIn> {
    const { book, signIns, tell } = this.#of;
    await tell(entry('login', account.id, account.role, from, { by }));
    const secret = await book.change(() => {
      succeeded(book, account.id);
      return signIns.begin(account.id, by, from);
    });
    return { secret, key: digestOf(secret), account };
  }
}

/** An entry of the audit about an account that acts for itself. */
export const entry = (
  act: AuditEntry['act'],
  who: string,
  role: string,
  { address }: From,
  detail: AuditEntry['detail'] = {},
): AuditEntry => ({
  ...{ act, outcome: 'done', who, role, from: address, reason: '', detail },
  target: act === 'account' ? who : '',
});
