import { expect, it } from 'vitest';

import { linesOf, readLines } from './ip-lines.ts';

it('tells of every bad line by its number, and reads the others', () => {
  const text = [
    '203.0.113.0/24 # office',
    '10.1.2.3/33',
    '300.1.1.1',
    '0.0.0.0/0',
    '010.0.0.1',
    'fe80::1%eth0',
    '1.2.3.4/8/8',
    'office.example.com',
    '# a comment of its own',
    '',
    '2001:db8::/32',
    '::/0',
  ].join('\n');
  const { entries, errors } = readLines(text);
  expect(entries).toEqual([
    { line: 1, cidr: '203.0.113.0/24', label: 'office' },
    { line: 11, cidr: '2001:db8::/32', label: null },
  ]);
  expect(errors).toEqual([
    { line: 2, text: '10.1.2.3/33', message: 'The part after the slash is wrong' },
    { line: 3, text: '300.1.1.1', message: 'This is no IP address or network' },
    { line: 4, text: '0.0.0.0/0', message: 'This would admit every address' },
    { line: 5, text: '010.0.0.1', message: 'Leave out leading zeros' },
    { line: 6, text: 'fe80::1%eth0', message: 'Leave out the zone (the part after %)' },
    { line: 7, text: '1.2.3.4/8/8', message: 'The part after the slash is wrong' },
    { line: 8, text: 'office.example.com', message: 'This is no IP address or network' },
    { line: 12, text: '::/0', message: 'This would admit every address' },
  ]);
});

it('says what is written differently, and what is there already', () => {
  const { entries, notes } = readLines(
    '10.1.2.3/8\n10.0.0.0/8 # again\n::ffff:203.0.113.7\n192.0.2.1',
    new Set(['192.0.2.1']),
  );
  expect(entries.map(({ cidr }) => cidr)).toEqual(['10.0.0.0/8', '203.0.113.7']);
  expect(notes).toEqual([
    { line: 1, text: '10.1.2.3/8', message: 'Kept as 10.0.0.0/8' },
    { line: 2, text: '10.0.0.0/8', message: 'The same as line 1' },
    { line: 3, text: '::ffff:203.0.113.7', message: 'Kept as 203.0.113.7' },
    { line: 4, text: '192.0.2.1', message: 'On the list already' },
  ]);
});

it('takes the line endings of every system, mixed', () => {
  expect(linesOf('a\r\nb\rc\nd\u2028e')).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(readLines('192.0.2.1\r\nbad\r192.0.2.2\n').errors).toMatchObject([{ line: 2 }]);
});

it('refuses comments that are too long or hold what nobody can see, at their line', () => {
  const { errors } = readLines(`192.0.2.1 # ${'x'.repeat(81)}\n192.0.2.2 # a\u0007b`);
  expect(errors.map(({ message }) => message)).toEqual([
    'The comment has more than 80 characters',
    'The comment has characters that nobody can see',
  ]);
});

it('reads ten thousand lines', () => {
  const text = Array.from({ length: 10_000 }, (_, at) => `10.${at >> 8}.${at & 255}.1`).join('\n');
  expect(readLines(text).entries).toHaveLength(10_000);
});
