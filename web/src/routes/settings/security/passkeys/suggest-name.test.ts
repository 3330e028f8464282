import { expect, test } from 'vitest';

import { suggestName } from './suggest-name.ts';

const mac =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15';

test('a passkey is first named after the device', () => {
  expect(suggestName(mac, [])).toBe('Mac');
  expect(suggestName('Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/140.0', [])).toBe('Chromebook');
  expect(suggestName('Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile', [])).toBe('Android device');
  expect(suggestName('something else', [])).toBe('Passkey');
});

test('a name that is taken gets a number', () => {
  expect(suggestName(mac, ['Mac', 'Mac 2', 'Phone'])).toBe('Mac 3');
});
