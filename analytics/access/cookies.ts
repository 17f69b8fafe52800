import type { Millis } from '../../config/contract/ids.ts';

/** The longest that browsers keep a cookie; a wall's is renewed whenever its page is opened. */
const WALL_LIFETIME: Millis = 400 * 24 * 3_600_000;

/** Where browsers reach us. */
export interface Site {
  /** e.g. https://qiao.example.cn */
  origin: string;
  /** Values of `Host` that mean us. */
  hosts: ReadonlySet<string>;
}

const isSecure = ({ origin }: Site): boolean => origin.startsWith('https:');

/** Cookies of one host are shared by its ports: two installations on one machine must not sign each other out. */
const nameOf = (site: Site, kind: 'sign-in' | 'wall' | 'service'): string =>
  isSecure(site) ? `__Host-qiao-${kind}` : `qiao-${kind}-${new URL(site.origin).port}`;

/** Value of a cookie in the request's header; null: it is not there, or there twice. */
function cookieOf(header: string, name: string): string | null {
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`));
  return found.length === 1 ? found[0]!.slice(name.length + 1) : null;
}

/**
 * A cookie that no script reads and no other site's request carries; on https never sent over plain http.
 * `lax`: carried by the way back from another site, as from an identity service.
 */
function set(
  site: Site,
  name: string,
  value: string,
  lifetime: Millis | null,
  lax = false,
): string {
  const age = lifetime === null ? [] : [`Max-Age=${Math.floor(lifetime / 1000)}`];
  const secure = isSecure(site) ? ['Secure'] : [];
  return [
    `${name}=${value}`,
    'Path=/',
    'HttpOnly',
    `SameSite=${lax ? 'Lax' : 'Strict'}`,
    ...secure,
    ...age,
  ].join('; ');
}

/** The cookies of one installation. */
export const createCookies = (site: Site) => {
  const [signIn, wall, service] = (['sign-in', 'wall', 'service'] as const).map((kind) =>
    nameOf(site, kind),
  ) as [string, string, string];
  return {
    signIn: (header: string) => cookieOf(header, signIn),
    wall: (header: string) => cookieOf(header, wall),
    service: (header: string) => cookieOf(header, service),
    /** Ends with the browser, or as the sign-in ends. */
    setSignIn: (secret: string) => set(site, signIn, secret, null),
    endSignIn: () => set(site, signIn, '', 0),
    setWall: (secret: string) => set(site, wall, secret, WALL_LIFETIME),
    endWall: () => set(site, wall, '', 0),
    setService: (value: string, lifetime: Millis) => set(site, service, value, lifetime, true),
  };
};
export type Cookies = ReturnType<typeof createCookies>;
