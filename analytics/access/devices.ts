import type { DeviceView } from '../../config/contract/access.ts';
import type { Millis } from '../../config/contract/ids.ts';
import type { AccessBook, Device } from './access-book.ts';
import { digestOf, newSecret } from './secret.ts';

const NOTED: Millis = 60_000;
/** Walls that the demo's link may make: the one unheard longest goes. */
const MOST_DEMO = 50;

/** Of a wall's cookie: which one it is, and the secret that proves it. */
const PARTS = /^([a-z0-9-]+)\.([\w-]+)$/;

export const newDevice = (id: string, name: string, by: string, now: Millis): Device => ({
  ...{ id, name, digest: null, createdAt: now, createdBy: by },
  ...{ pairedAt: null, seenAt: null, demo: false },
});

/** Gives a wall to a browser; the one that had it is signed out. To be called within a change. @returns value of its cookie */
export function pair(book: AccessBook, device: Device, now: Millis): string {
  const secret = newSecret();
  const { id } = device;
  void book.devices.put(id, { ...device, digest: digestOf(secret), pairedAt: now, seenAt: now });
  return `${id}.${secret}`;
}

/** A wall of the demo, paired at once. To be called within a change. */
export function pairDemo(book: AccessBook, id: string, name: string, now: Millis): string {
  const others = [...book.devices.getRange({})].filter(({ value }) => value.demo);
  others.sort((a, b) => (a.value.seenAt ?? 0) - (b.value.seenAt ?? 0));
  for (const { key } of others.slice(0, Math.max(0, others.length - MOST_DEMO + 1)))
    void book.devices.remove(key);
  return pair(book, { ...newDevice(id, name, '', now), demo: true }, now);
}

/** The wall of a cookie; null: it was never paired, is paired with another browser, or was removed. */
export function findDevice(book: AccessBook, cookie: string): Device | null {
  const [, id = '', secret = ''] = PARTS.exec(cookie) ?? [];
  const device = book.devices.get(id);
  return device?.digest === digestOf(secret) ? device : null;
}

/** Notes a sign of life. */
export function deviceSeen(book: AccessBook, id: string, now: Millis): void {
  const device = book.devices.get(id);
  if (device && Math.abs(now - (device.seenAt ?? 0)) >= NOTED)
    book.note(book.devices, id, { ...device, seenAt: now });
}

export const deviceView = ({ id, name, digest, pairedAt, seenAt, demo }: Device): DeviceView => ({
  ...{ id, name, pairedAt, seenAt, demo },
  paired: digest !== null,
});
