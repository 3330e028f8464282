import { expect, test } from 'vitest';

import { parseCidr, splitComment } from './cidr.ts';

const read = (text: string) => {
  const parsed = parseCidr(text);
  return typeof parsed === 'string' ? `refused: ${parsed}` : parsed.text;
};

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7/32', '203.0.113.7'],
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['255.255.255.255/1', '128.0.0.0/1'],
  ['0.0.0.0', '0.0.0.0'],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['2001:db8::1/64', '2001:db8::/64'],
  ['2001:db8::192.0.2.33', '2001:db8::c000:221'],
  ['::', '::'],
  ['::1/128', '::1'],
  ['1::', '1::'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::ffff:c000:201', '192.0.2.1'],
  ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
  ['0:0:0:0:0:FFFF:10.0.0.1', '10.0.0.1'],
  ['fe80::1', 'fe80::1'],
])('%s is %s', (text, canonical) => {
  expect(read(text)).toBe(canonical);
});

test.each([
  ['10.1.2.3/33', 'invalid-prefix'],
  ['10.1.2.3/-1', 'invalid-prefix'],
  ['10.1.2.3/08', 'invalid-prefix'],
  ['10.1.2.3/', 'invalid-prefix'],
  ['10.1.2.3/8 ', 'invalid-prefix'],
  ['10.1.2.3/255.0.0.0', 'invalid-prefix'],
  ['2001:db8::/129', 'invalid-prefix'],
  ['1.2.3.4/8/8', 'invalid-prefix'],
  ['300.1.1.1', 'invalid-ip'],
  ['0.0.0.0/0', 'ip-range-too-wide'],
  ['8.8.8.8/0', 'ip-range-too-wide'],
  ['::/0', 'ip-range-too-wide'],
  ['::ffff:0:0/96', 'ip-range-too-wide'],
  ['::ffff:1.2.3.4/64', 'ip-range-too-wide'],
  ['010.0.0.1', 'ip-leading-zeros'],
  ['10.00.0.1/8', 'ip-leading-zeros'],
  ['192.168.001.001', 'ip-leading-zeros'],
  ['::ffff:010.0.0.1', 'ip-leading-zeros'],
  ['fe80::1%eth0', 'ip-zone'],
  ['fe80::1%25eth0/64', 'ip-zone'],
  ['10.0.0', 'invalid-ip'],
  ['10.0.0.0.1', 'invalid-ip'],
  ['167772161', 'invalid-ip'],
  ['0x0a.0.0.1', 'invalid-ip'],
  ['1.2.3.4:443', 'invalid-ip'],
  ['[::1]', 'invalid-ip'],
  ['1::2::3', 'invalid-ip'],
  [':::', 'invalid-ip'],
  ['1:2:3:4:5:6:7:8:9', 'invalid-ip'],
  ['1:2:3:4:5:6:7::8', 'invalid-ip'],
  ['1:2:3:4:5:6:7:', 'invalid-ip'],
  ['12345::', 'invalid-ip'],
  ['1:2:3:4:5:6:7:1.2.3.4', 'invalid-ip'],
  ['office.example.com', 'invalid-ip'],
  ['10.0.0.1-10.0.0.9', 'invalid-ip'],
  ['10.0.0.*', 'invalid-ip'],
  ['１０.0.0.1', 'invalid-ip'],
  ['', 'invalid-ip'],
  ['/8', 'invalid-ip'],
])('%s is refused: %s', (text, reason) => {
  expect(read(text)).toBe(`refused: ${reason}`);
});

test('a comment begins at the first mark', () => {
  expect(splitComment(' 203.0.113.0/24 # office # 2 \r')).toEqual({
    address: '203.0.113.0/24',
    comment: 'office # 2',
  });
  expect(splitComment('# the offices')).toEqual({ address: '', comment: 'the offices' });
  expect(splitComment('   ')).toEqual({ address: '', comment: '' });
});
