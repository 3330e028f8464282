import { expect, it } from 'vitest';

import { count, fileSize } from './amounts.ts';

it.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1 kB'],
  [12_345, '12 kB'],
  [1_440_000, '1.4 MB'],
  [999_999, '1,000 kB'],
  [5_000_000_000_000, '5,000 GB'],
])('writes %i bytes as %s', (bytes, written) => {
  expect(fileSize(bytes)).toBe(written);
});

it('groups thousands', () => {
  expect(count(1_234_567)).toBe('1,234,567');
});
