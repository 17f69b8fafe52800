import type { Millis } from '../../config/contract/ids.ts';
import type { SignInSettings } from '../../config/deployment/sign-in.ts';
import type { Bearer } from '../../config/desk-keys.ts';
import type { HttpRequest } from '../gateway/transport.ts';
import type { AccessBook, Account, Device } from './access-book.ts';
import type { Cookies } from './cookies.ts';
import { deviceSeen, findDevice } from './devices.ts';
import type { createAccess, Identity } from './identity.ts';
import { digestOf } from './secret.ts';
import type { SignIns } from './sign-ins.ts';

export interface DoorkeeperOptions {
  book: AccessBook;
  signIns: SignIns;
  cookies: Cookies;
  accessOf: ReturnType<typeof createAccess>;
  settings: Pick<SignInSettings, 'secondFactor'>;
  /** By the `Authorization` header; null: nobody. */
  bearerOf: (authorization: string) => Bearer | null;
  /** Whether walls of the demo are let in, and a second factor is offered only. */
  demo: boolean;
  now: () => Millis;
}

/** Knows who is at the other end: by the cookie of a sign-in, that of a wall, or a bearer token, in this order. */
export class Doorkeeper {
  readonly #of: DoorkeeperOptions;

  constructor(options: DoorkeeperOptions) {
    this.#of = options;
  }

  /** null: nobody known. */
  who(request: Pick<HttpRequest, 'header'>): Identity | null {
    const { signIns, cookies, book, bearerOf } = this.#of;
    const header = request.header('cookie');
    const secret = cookies.signIn(header);
    const found = secret === null ? null : signIns.find(secret);
    if (found) {
      signIns.seen(found.key);
      return this.ofAccount(found.account, found.key);
    }
    const wall = cookies.wall(header);
    const device = wall === null ? null : findDevice(book, wall);
    if (device && this.#isLetIn(device)) {
      deviceSeen(book, device.id, this.#of.now());
      return this.ofDevice(device);
    }
    const authorization = request.header('authorization');
    const bearer = bearerOf(authorization);
    return bearer && this.#ofBearer(bearer);
  }

  ofAccount(account: Account, key: string): Identity {
    const { accessOf, settings, demo } = this.#of;
    const { id, name, role, scope } = account;
    const needed = settings.secondFactor.some((each) => each === role);
    const due = needed && !demo && account.subject === null && account.secondFactor === null;
    return { kind: 'account', id, name, role, scope, access: accessOf(role, scope), due, key };
  }

  ofDevice({ id, name, digest }: Device): Identity {
    const access = this.#of.accessOf('wall', null);
    const of = { scope: null, access, due: false, key: digest ?? '' };
    return { kind: 'wall', id, name, role: 'wall', ...of };
  }

  #ofBearer({ name, role }: Bearer): Identity {
    const access = this.#of.accessOf(role, null);
    const of = { scope: null, access, due: false, key: digestOf(name) };
    return { kind: 'token', id: name, name, role, ...of };
  }

  /** Whether what somebody was let in by holds still, and as it did; an open line counts as a sign of life. */
  holds(who: Identity): boolean {
    const { signIns, book, now } = this.#of;
    switch (who.kind) {
      case 'account': {
        const found = signIns.look(who.key);
        if (!found) return false;
        signIns.seen(who.key);
        const today = this.ofAccount(found.account, who.key);
        return today.access === who.access && today.due === who.due;
      }
      case 'wall': {
        const device = book.devices.get(who.id);
        if (!device || device.digest !== who.key) return false;
        deviceSeen(book, who.id, now());
        return true;
      }
      case 'token':
        return true;
    }
  }

  #isLetIn({ demo }: Device): boolean {
    return !demo || this.#of.demo;
  }
}
