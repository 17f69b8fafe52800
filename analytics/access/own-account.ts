import type { Enrolment } from '../../config/contract/access.ts';
import { err, ok, type Result } from '../../config/contract/result.ts';
import type { Account } from './access-book.ts';
import {
  type Door,
  type DoorOptions,
  entry,
  type From,
  type LetIn,
  type Refused,
  refused,
} from './door.ts';
import { waitOf } from './lock-out.ts';
import { checkNew, hashed, isRight } from './password.ts';
import { openSecret, sealSecret } from './sealed-factor.ts';
import {
  keyUri,
  newRecoveryCodes,
  newTotpSecret,
  recoveryDigest,
  stepOf,
  used,
} from './second-factor.ts';

/**
 * What people change of their own account: password and second factor. Whoever sits at a screen that was
 * left signed in cannot: the password is asked for. Every other sign-in of the account ends, and this one
 * goes on under a new secret.
 */
export class OwnAccount {
  readonly #of: DoorOptions;
  readonly #door: Door;
  readonly #issuer: string;

  /** @param issuer as authenticator apps show it */
  constructor(options: DoorOptions, door: Door, issuer: string) {
    this.#of = options;
    this.#door = door;
    this.#issuer = issuer;
  }

  /** @throws DoorBusy */
  async changePassword(
    account: Account,
    password: string,
    next: string,
    from: From,
  ): Promise<Result<LetIn, Refused>> {
    const { book, signIns, tell } = this.#of;
    const proven = await this.#prove(account, password, from);
    if (!proven.ok) return proven;
    const checked = checkNew(next, account.id);
    if (!checked.ok) return refused(checked.error);
    const phc = await hashed(checked.value);
    await tell(entry('account', account.id, account.role, from, { change: 'password' }));
    await book.change(() => {
      const today = book.accounts.get(account.id) ?? account;
      void book.accounts.put(account.id, { ...today, password: phc });
      signIns.endOf(account.id);
    });
    const by = account.secondFactor === null ? 'password' : 'second-factor';
    return ok(await this.#door.letIn(account, by, from));
  }

  /** A new secret for an authenticator; it counts once a code of it was shown. @throws DoorBusy */
  async beginFactor(
    account: Account,
    password: string,
    from: From,
  ): Promise<Result<Enrolment, Refused>> {
    const proven = await this.#prove(account, password, from);
    if (!proven.ok) return proven;
    const secret = newTotpSecret();
    return ok({ secret, uri: keyUri(secret, this.#issuer, account.id) });
  }

  /**
   * The second factor from now on, and its recovery codes; other sign-ins of the account end.
   * @throws DoorBusy
   */
  async setFactor(
    account: Account,
    password: string,
    secret: string,
    code: string,
    from: From,
  ): Promise<Result<LetIn & { codes: string[] }, Refused>> {
    const { book, signIns, sealer, now, tell } = this.#of;
    if (account.secondFactor !== null) return refused('taken');
    if (!/^[A-Z2-7]{32}$/.test(secret)) return refused('malformed');
    const proven = await this.#prove(account, password, from);
    if (!proven.ok) return proven;
    const step = stepOf(secret, code, 0, now());
    if (step === null) return refused('credentials');
    const codes = newRecoveryCodes();
    await tell(entry('account', account.id, account.role, from, { change: 'second factor on' }));
    const next = await book.change(() => {
      const today = book.accounts.get(account.id);
      if (!today || today.secondFactor !== null) return null;
      const factor = {
        secret: sealSecret(sealer, secret, account.id),
        step,
        recovery: codes.map(recoveryDigest),
      };
      const changed = { ...today, secondFactor: factor };
      void book.accounts.put(account.id, changed);
      signIns.endOf(account.id);
      return changed;
    });
    if (!next) return refused('taken');
    return ok({ ...(await this.#door.letIn(next, 'second-factor', from)), codes });
  }

  /** @throws DoorBusy */
  async removeFactor(
    account: Account,
    password: string,
    code: string,
    from: From,
  ): Promise<Result<LetIn, Refused>> {
    const { book, signIns, sealer, now, tell } = this.#of;
    const proven = await this.#prove(account, password, from);
    if (!proven.ok) return proven;
    const factor = account.secondFactor;
    if (!factor || !used(factor, openSecret(sealer, factor, account.id), code, now()))
      return this.#door.deny(account.id, from);
    await tell(entry('account', account.id, account.role, from, { change: 'second factor off' }));
    const next = await book.change(() => {
      const changed = { ...(book.accounts.get(account.id) ?? account), secondFactor: null };
      void book.accounts.put(account.id, changed);
      signIns.endOf(account.id);
      return changed;
    });
    return ok(await this.#door.letIn(next, 'password', from));
  }

  /** Whether it is the owner who sits at the signed-in screen. */
  #prove(account: Account, password: string, from: From): Promise<Result<true, Refused>> {
    const { book, now } = this.#of;
    return this.#door.inTurn(account.id, async () => {
      const wait = waitOf(book, account.id, now());
      if (wait > 0) return err({ reason: 'wait', retryAfter: Math.ceil(wait / 1000) });
      if (await isRight(password, account.password)) return ok(true);
      return this.#door.deny(account.id, from);
    });
  }
}
