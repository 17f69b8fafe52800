import { isIPv6 } from 'node:net';

/**
 * What stands for a host in limits by address: IPv4 whole, also where it is mapped into IPv6; of IPv6 the
 * first 64 bits, since a host has every address of its network (RFC 4291 §2.5.1).
 */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail ? tail.split(':') : [];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => '0');
  const groups = [...before, ...gap, ...after].map((group) => Number.parseInt(group, 16));
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return (isMapped ? groups : groups.slice(0, 4)).map((group) => group.toString(16)).join(':');
}
