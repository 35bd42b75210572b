import { expect, test } from 'vitest';
import { isLoopbackAddress, isPublicAddress } from '../../src/faces/public-address.js';

test.each([
  '1.1.1.1',
  '93.184.215.14',
  '172.15.255.255',
  '172.32.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '2606:4700:4700::1111',
  '2a00::1',
])('%s is on the open internet', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

test.each([
  ['this machine', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::']],
  ['a private network', ['10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1', 'fec0::1']],
  [
    'a link or a metadata service',
    ['169.254.169.254', '169.254.0.1', '100.100.100.200', 'fe80::1', 'fd00:ec2::254', 'fe80::1%eth0'],
  ],
  ['behind a carrier’s NAT', ['100.64.0.1', '100.127.255.255']],
  [
    'an IPv4 address in IPv6 clothes',
    ['::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '::808:808', '::ffff:0:127.0.0.1'],
  ],
  [
    'translated or tunnelled',
    ['64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '2002:7f00:1::', '2002:808:808::1', '2001:0:1::1'],
  ],
  ['a group', ['224.0.0.1', '239.255.255.255', '255.255.255.255', 'ff02::1']],
  [
    'reserved or for examples',
    ['240.0.0.1', '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '100::1', '5f00::1'],
  ],
  ['no address', ['', 'localhost', '127.1', '2130706433', '0x7f.1', '1.2.3.4.5']],
])('%s is not', (_, addresses) => {
  for (const address of addresses) expect(isPublicAddress(address), address).toBe(false);
});

test('loopback is known in each form', () => {
  for (const address of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
    expect(isLoopbackAddress(address), address).toBe(true);
  for (const address of ['10.0.0.1', '0.0.0.0', '::2', 'localhost', '']) expect(isLoopbackAddress(address), address).toBe(false);
});
