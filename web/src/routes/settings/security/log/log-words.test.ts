import { expect, it } from 'vitest';

import { detailOf, titleOf } from './log-words.ts';

it('names what happened, and what it has no words for by its type', () => {
  expect(titleOf('latchkey.password.changed')).toBe('Password changed');
  expect(titleOf('latchkey.some-thing.came-about')).toBe('Some thing came about');
});

it('says how somebody signed in, and whether the browser was new', () => {
  const type = 'latchkey.session.started';
  expect(detailOf({ type, details: { method: 'totp', newBrowser: false } })).toBe(
    'with your authenticator app',
  );
  expect(detailOf({ type, details: { method: 'password', newBrowser: true } })).toBe(
    'with your password, in a browser that was new to your account',
  );
  expect(detailOf({ type, details: { method: 'telepathy', newBrowser: false } })).toBeNull();
});

it('reads details of any shape', () => {
  expect(detailOf({ type: 'latchkey.session.timeout-changed', details: { minutes: null } })).toBe('Never');
  expect(detailOf({ type: 'latchkey.two-factor.recovery-code-used', details: { codesLeft: 1 } })).toBe(
    '1 left',
  );
  expect(detailOf({ type: 'latchkey.unheard.of', details: { minutes: {}, passkeyName: 3 } })).toBeNull();
});
