import { expect, it } from 'vitest';

import { isSixDigits, methodOf } from './one-time-code.ts';

it.each(['123456', '123 456', ' 1 2 3 4 5 6 '])('takes %j for a code of an app', (typed) => {
  expect(isSixDigits(typed)).toBe(true);
  expect(methodOf(typed)).toBe('totp');
});

it.each(['', '12345', '1234567', '12345a', 'ABCDE-FGHJK'])('takes %j for no code of an app', (typed) => {
  expect(isSixDigits(typed)).toBe(false);
  expect(methodOf(typed)).toBe('recovery-code');
});
