import type { Door as DoorView } from '../../config/contract/access.ts';
import type { AccessBook } from './access-book.ts';
import type { Administration } from './administration.ts';
import type { Cookies } from './cookies.ts';
import type { Door } from './door.ts';
import type { Doorkeeper } from './doorkeeper.ts';
import type { IdentityService } from './identity-service.ts';
import type { OwnAccount } from './own-account.ts';
import type { Pairing } from './pairing.ts';
import type { SignIns } from './sign-ins.ts';

/** What the routes of signing in work with. */
export interface AccessSources {
  book: AccessBook;
  signIns: SignIns;
  door: Door;
  own: OwnAccount;
  administration: Administration;
  pairing: Pairing;
  doorkeeper: Doorkeeper;
  cookies: Cookies;
  /** What is told to everybody. */
  shown: Omit<DoorView, 'unclaimed'>;
  /** null: the deployment has none. */
  service: IdentityService | null;
  /** The secret of the demo's link; null: this is no demo. */
  demo: string | null;
  /** Seconds that somebody is to wait before the next attempt from an address; 0: none. */
  attempt: (address: string) => number;
  /** The same before somebody takes another list, by its key: each is on record. */
  taking: (key: string) => number;
}
