import { expect, it } from 'vitest';
import { networkOf } from './network-of.ts';

it('takes all addresses of one IPv6 network for one host, however they are written', () => {
  const one = networkOf('2001:db8:1:2::1');
  expect(networkOf('2001:0db8:0001:0002:ffff:0000:0000:0009')).toBe(one);
  expect(networkOf('2001:db8:1:3::1')).not.toBe(one);
  expect(networkOf('::1')).toBe(networkOf('0000:0000:0000:0000:0000:0000:0000:0001'));
});

it('tells IPv4 hosts apart, also where they are mapped', () => {
  const hosts = ['10.0.0.1', '10.0.0.2', '::ffff:10.0.0.1', '0:0:0:0:0:ffff:0a00:0001'];
  hosts.push('0:0:0:0:0:ffff:0a00:0002', 'not an address');
  expect(new Set(hosts.map(networkOf)).size).toBe(hosts.length);
});
