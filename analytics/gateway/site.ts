import { isLoopback } from '../../config/deployment/loopback.ts';
import type { Site } from '../access/cookies.ts';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * How browsers reach a gateway. A name that is not ours is not answered: a page of another site that has
 * its name point here (DNS rebinding) learns nothing.
 * @param origin as browsers have it; undefined: the address that is listened on
 */
export function siteOf(
  { host, port, tls }: { host: string; port: number; tls: boolean },
  origin: string | undefined,
): Site {
  const name = host.includes(':') ? `[${host}]` : host;
  const own = origin ?? `${tls ? 'https' : 'http'}://${name}:${port}`;
  const names = isLoopback(host) ? LOOPBACK_NAMES : [];
  return {
    origin: new URL(own).origin,
    hosts: new Set([new URL(own).host, ...names.map((each) => `${each}:${port}`)]),
  };
}
