import { expect, it } from 'vitest';

import { checkPhone } from './phone-number.ts';

it.each([
  ['+92-300-1234567', '+92 300 1234567'],
  ['  +49 (30) 901820 ', '+49 30 901820'],
  ['+12025550123', '+1 202 555 0123'],
  ['+44 (0)20 7946 0958', '+44 20 7946 0958'],
])('knows %j as %s', async (typed, formatted) => {
  expect(await checkPhone(typed)).toEqual({ kind: 'valid', formatted });
});

it.each([
  '0300 1234567',
  '+92 300',
  '+999 123456',
  '+1 555 555 5555',
  'call me',
  '+92 300 1234567 ext 5',
  '+',
  '++92',
])('refuses %j', async (typed) => {
  expect(await checkPhone(typed)).toEqual({ kind: 'invalid' });
});

it('takes blank as none, and fetches nothing for that or for a wrong shape', async () => {
  const offline = () => Promise.reject(new Error('was fetched'));
  expect(await checkPhone('   ', offline)).toEqual({ kind: 'blank' });
  expect(await checkPhone('call me', offline)).toEqual({ kind: 'invalid' });
});

it('leaves the decision to the API when the numbering plans cannot be fetched', async () => {
  expect(await checkPhone('+999 123456', () => Promise.reject(new Error('offline')))).toEqual({
    kind: 'plausible',
  });
});
