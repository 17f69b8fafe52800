import type { SignInView } from '../../config/contract/access.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { AccessBook, Account, SignIn } from './access-book.ts';
import { isFresh } from './fresh.ts';
import { digestOf, newSecret } from './secret.ts';

/** Signs of life are kept once in so long. */
const NOTED: Millis = 60_000;
/** Sign-ins of one account at once; the one unheard longest ends. */
const MOST = 20;
const ID_DIGITS = 16;

export interface Lifetimes {
  idle: Millis;
  longest: Millis;
}

/** Who signed in, where, and how long that holds. */
export class SignIns {
  readonly #book: AccessBook;
  readonly #lifetimes: Lifetimes;
  readonly #now: () => Millis;

  constructor(book: AccessBook, lifetimes: Lifetimes, now: () => Millis) {
    this.#book = book;
    this.#lifetimes = lifetimes;
    this.#now = now;
  }

  /**
   * Begins one, under a secret that nobody has seen before. To be called within a change.
   * @returns the secret for the cookie
   */
  begin(account: string, by: SignIn['by'], from: Pick<SignIn, 'address' | 'agent'>): string {
    const secret = newSecret();
    const now = this.#now();
    const others = this.#of(account).sort((a, b) => a.value.seenAt - b.value.seenAt);
    for (const { key } of others.slice(0, Math.max(0, others.length - MOST + 1)))
      void this.#book.signIns.remove(key);
    void this.#book.signIns.put(digestOf(secret), { account, at: now, seenAt: now, by, ...from });
    return secret;
  }

  /** The sign-in of a secret and its account, while both hold; by key too, as `find` gave it. */
  find(secret: string): { key: string; signIn: SignIn; account: Account } | null {
    return this.look(digestOf(secret));
  }

  look(key: string): { key: string; signIn: SignIn; account: Account } | null {
    const signIn = this.#book.signIns.get(key);
    const account = signIn && this.#book.accounts.get(signIn.account);
    if (!account || account.disabled || !this.#holds(signIn)) return null;
    return { key, signIn, account };
  }

  /** Notes a sign of life. */
  seen(key: string): void {
    const signIn = this.#book.signIns.get(key);
    const now = this.#now();
    if (signIn && Math.abs(now - signIn.seenAt) >= NOTED)
      this.#book.note(this.#book.signIns, key, { ...signIn, seenAt: now });
  }

  /** Ends one. To be called within a change. */
  end(key: string): void {
    void this.#book.signIns.remove(key);
  }

  /** Ends all of an account but one. To be called within a change. */
  endOf(account: string, but = ''): void {
    for (const { key } of this.#of(account)) if (key !== but) void this.#book.signIns.remove(key);
  }

  /** Forgets those that ended by themselves. */
  async prune(): Promise<void> {
    const over = [...this.#book.signIns.getRange({})].filter(({ value }) => !this.#holds(value));
    if (over.length === 0) return;
    await this.#book.change(() => {
      for (const { key } of over) void this.#book.signIns.remove(key);
    });
  }

  /** Those that hold, newest first. Ids tell nothing of the secrets. */
  list(): SignInView[] {
    return [...this.#book.signIns.getRange({})]
      .filter(({ key }) => this.look(key) !== null)
      .sort((a, b) => b.value.at - a.value.at)
      .map(({ key, value: { account, at, seenAt, address, agent, by } }) => {
        return { id: key.slice(0, ID_DIGITS), account, at, seenAt, address, agent, by };
      });
  }

  /** Key of a sign-in by its id in the list; null: none. */
  keyOf(id: string): string | null {
    if (id.length !== ID_DIGITS) return null;
    const [key] = this.#book.signIns.getKeys({ start: id, limit: 1 });
    return key?.startsWith(id) ? key : null;
  }

  #holds({ at, seenAt }: SignIn): boolean {
    const now = this.#now();
    const { idle, longest } = this.#lifetimes;
    return isFresh(at, longest, now) && isFresh(seenAt, idle, now);
  }

  #of(account: string): { key: string; value: SignIn }[] {
    return [...this.#book.signIns.getRange({})].filter(({ value }) => value.account === account);
  }
}
