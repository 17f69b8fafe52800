import type { Millis } from '../../config/contract/ids.ts';
import type { AccessBook, OneTime } from './access-book.ts';
import { isFresh } from './fresh.ts';
import { digestOf, newSecret } from './secret.ts';

const MINUTE: Millis = 60_000;
const LIFETIMES: Readonly<Record<OneTime['kind'], Millis>> = {
  admin: 60 * MINUTE,
  invitation: 72 * 60 * MINUTE,
  pairing: 30 * MINUTE,
};

/** How long a link of a kind works. */
export const lifetimeOf = (kind: OneTime['kind']): Millis => LIFETIMES[kind];

/**
 * A link that works once, as the part of an address after `#`: browsers send that to no server and tell
 * it to no other page. Older ones for the same end with it. To be called within a change.
 */
export function newLink(book: AccessBook, kind: OneTime['kind'], of: string, now: Millis): string {
  for (const { key, value } of [...book.links.getRange({})]) {
    const same = value.kind === kind && value.of === of && kind !== 'admin';
    if (same || !isFresh(value.at, value.lifetime, now)) void book.links.remove(key);
  }
  const secret = newSecret();
  void book.links.put(digestOf(secret), { kind, of, at: now, lifetime: LIFETIMES[kind] });
  return `#${kind}=${secret}`;
}

/** What a link is for, while it works; null: it does not. */
export function lookUp(
  book: AccessBook,
  kind: OneTime['kind'],
  secret: string,
  now: Millis,
): OneTime | null {
  const link = book.links.get(digestOf(secret));
  return link?.kind === kind && isFresh(link.at, link.lifetime, now) ? link : null;
}

/** Uses a link up. To be called within the change that does what the link is for. */
export function use(
  book: AccessBook,
  kind: OneTime['kind'],
  secret: string,
  now: Millis,
): OneTime | null {
  const link = lookUp(book, kind, secret, now);
  if (link) void book.links.remove(digestOf(secret));
  return link;
}
