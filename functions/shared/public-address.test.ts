import { expect, test } from 'vitest';
import { isLiteral, isPublicAddress } from './public-address.ts';

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '100.63.255.255',
  '100.128.0.0',
  '172.32.0.1',
  '223.255.255.255',
  '2606:4700::1111',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));

test.each([
  '0.0.0.0',
  '10.255.255.255',
  '100.64.0.1',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '198.51.100.7',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  'fc00::1',
  'fe80::1',
  'ff02::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '127.1',
  '0177.0.0.1',
  '2130706433',
  'sip.example.com',
  '',
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false));

test('what is written as an address is taken for one', () => {
  expect(['8.8.8.8', '127.1', '1'].map(isLiteral)).toEqual([true, true, true]);
  expect(['sip.example.com', '8.8.8.8.example'].map(isLiteral)).toEqual([false, false]);
});
