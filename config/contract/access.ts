import type { Name } from '../deployment/name.ts';
import type { CaseAct } from './command.ts';
import type { Millis } from './ids.ts';
import type { ViewName } from './picture.ts';
import type { RouteRight } from './rights.ts';
import type { Role } from './roles.ts';
import type { WallAct } from './stage.ts';
import type { AlertAct } from './vocabulary.ts';

/** Where somebody's work lies. What is null does not narrow. */
export interface AccountScope {
  /** Its grids, and those named besides. */
  communities: string[] | null;
  grids: string[] | null;
  units: string[] | null;
}

/**
 * Signing in, over HTTP as JSON. Bodies and answers beside each; where it is refused `{ error, reason }`
 * by access-refusal.ts, and 429 with Retry-After where it is to be tried later.
 *
 * GET  /api/door                  Door; open to all
 * GET  /api/me                    Me; null where nobody is signed in
 * POST /api/sign-in               { account, password, code? } → Me and a cookie
 * POST /api/sign-out
 * POST /api/links/admin           { secret, account, name, password } → Me: the first administrator
 * POST /api/links/invitation      { secret, password? } → Me; without a password: Invitation
 * POST /api/links/pairing         { secret } → Me: this browser is that wall from now on
 * POST /api/links/demo            { secret } → Me: a wall of the demo
 * POST /api/password              { password, next } → Me; every other sign-in of the account ends
 * POST /api/second-factor/begin   { password } → Enrolment
 * POST /api/second-factor         { password, secret, code } → RecoveryCodes
 * POST /api/second-factor/remove  { password, code } → Me
 * GET  /api/identity-service?page=PATH  leads to the city's identity service, and back to the page by /api/identity-service/back
 *
 * By the right `accounts`:
 * GET  /api/accounts              AccountView[]
 * POST /api/accounts              { account, name, role, scope } → LinkView for its owner
 * POST /api/accounts/:id          { name?, role?, scope?, disabled?, secondFactor?: false } → AccountView
 * POST /api/accounts/:id/invite   LinkView: a new password, by its owner
 * GET  /api/devices               DeviceView[]
 * POST /api/devices               { name } → LinkView for the browser of the wall
 * POST /api/devices/:id/pair      LinkView; the browser it had is signed out once the link is used
 * POST /api/devices/:id/remove
 * GET  /api/sign-ins              SignInView[]
 * POST /api/sign-ins/:id/end
 */
export interface Door {
  title: Name;
  language: 'zh' | 'en';
  /** Whether the first administrator is still to be made. */
  unclaimed: boolean;
  /** The city's own identity service, as people call it; null: none. */
  identityService: Name | null;
}

/** Whoever asks. */
export interface Me {
  kind: 'account' | 'wall' | 'token';
  id: string;
  name: string;
  role: Role;
  scope: AccountScope | null;
  views: ViewName[];
  routes: RouteRight[];
  case: CaseAct[];
  alert: AlertAct[];
  wall: WallAct[];
  /** Whether the identity service keeps its password and second factor. */
  external: boolean;
  /** `due`: nothing else may be done before it is there. */
  secondFactor: 'on' | 'off' | 'due';
}

export interface Enrolment {
  /** Base32, for typing. */
  secret: string;
  /** For the QR code. */
  uri: string;
}

export interface RecoveryCodes {
  codes: string[];
}

export interface Invitation {
  account: string;
  name: string;
}

/** A link that works once, as the part of an address that begins with `#`. */
export interface LinkView {
  link: string;
  until: Millis;
}

export interface AccountView {
  id: string;
  name: string;
  role: Role;
  scope: AccountScope | null;
  disabled: boolean;
  external: boolean;
  /** Whether its owner has chosen a password. */
  claimed: boolean;
  secondFactor: boolean;
  createdAt: Millis;
}

export interface DeviceView {
  id: string;
  name: string;
  paired: boolean;
  pairedAt: Millis | null;
  seenAt: Millis | null;
  demo: boolean;
}

export interface SignInView {
  id: string;
  account: string;
  at: Millis;
  seenAt: Millis;
  address: string;
  agent: string;
  by: 'password' | 'second-factor' | 'identity-service';
}
