import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, open, type RootDatabase } from 'lmdb';
import type { AccountScope } from '../../config/contract/access.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { Role } from '../../config/contract/roles.ts';
import type { Sealed } from '../../config/vault/seal.ts';

/** Somebody who signs in. Its key is the lower-case name of signing in. */
export interface Account {
  id: string;
  /** As shown. */
  name: string;
  role: Role;
  /** null: everywhere. */
  scope: AccountScope | null;
  /** Argon2id in PHC form; null: none was chosen yet, or the identity service vouches. */
  password: string | null;
  secondFactor: SecondFactor | null;
  disabled: boolean;
  /** Under what the city's identity service, which vouches for it, knows it for good; null: it does not. */
  subject: string | null;
  createdAt: Millis;
}

export interface SecondFactor {
  /** Base32, sealed; a text: in clear, as older installations kept it until they are started again. */
  secret: Sealed | string;
  /** Newest time step whose code was used: no code is taken twice. */
  step: number;
  /** Digests of recovery codes not used yet. */
  recovery: string[];
}

/** One time that somebody signed in. Its key is the digest of what the cookie holds. */
export interface SignIn {
  account: string;
  at: Millis;
  /** Newest sign of life. */
  seenAt: Millis;
  address: string;
  agent: string;
  /** How it was proven who it is. */
  by: 'password' | 'second-factor' | 'identity-service';
}

/** A wall. Its key is its id. */
export interface Device {
  id: string;
  name: string;
  /** Of the secret in its browser; null: not paired yet. */
  digest: string | null;
  createdAt: Millis;
  createdBy: string;
  pairedAt: Millis | null;
  seenAt: Millis | null;
  /** Paired by the link of the demo; it is worth nothing where there is no demo. */
  demo: boolean;
}

/** A link that works once. Its key is the digest of the secret in it. */
export interface OneTime {
  kind: 'admin' | 'invitation' | 'pairing';
  /** The account or device that it is for; '': a new one. */
  of: string;
  at: Millis;
  lifetime: Millis;
}

/** Failed attempts since the last good one. Its key is the digest of the name that was tried: it may be a telephone number. */
export interface Failures {
  count: number;
  at: Millis;
}

/**
 * Accounts, sign-ins, walls and links of one installation, in `<data>/access.mdb`, readable by its owner
 * only. A change is on disk when `change` resolves: kill -9 loses none. Several gateways may use it at once.
 */
export class AccessBook {
  readonly #root: RootDatabase;
  readonly #meta: Database<number, string>;
  readonly accounts: Database<Account, string>;
  readonly signIns: Database<SignIn, string>;
  readonly devices: Database<Device, string>;
  readonly links: Database<OneTime, string>;
  readonly failures: Database<Failures, string>;

  /** @param data data folder of the installation */
  constructor(data: string) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    const path = join(data, 'access.mdb');
    // a commit is on disk when it resolves, and begins at once
    this.#root = open({ path, overlappingSync: false, eventTurnBatching: false, maxDbs: 6 });
    for (const file of [path, `${path}-lock`]) chmodSync(file, 0o600);
    this.#meta = this.#root.openDB({ name: 'meta' });
    this.accounts = this.#root.openDB({ name: 'accounts' });
    this.signIns = this.#root.openDB({ name: 'sign-ins' });
    this.devices = this.#root.openDB({ name: 'devices' });
    this.links = this.#root.openDB({ name: 'links' });
    this.failures = this.#root.openDB({ name: 'failures' });
  }

  /** Grows with every change, of other processes too: what was granted before may have ended. */
  get revision(): number {
    return this.#meta.get('revision') ?? 0;
  }

  /** Runs `work` as one change of all or nothing; resolves with what it gives once that is on disk. */
  change<T>(work: () => T): Promise<T> {
    return this.#root.transaction(() => {
      void this.#meta.put('revision', this.revision + 1);
      return work();
    });
  }

  /** Writes what is good to know and grants nothing: where it cannot be written, it is written another time. */
  note<V>(table: Database<V, string>, key: string, value: V): void {
    table.put(key, value).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#root.close();
  }
}
