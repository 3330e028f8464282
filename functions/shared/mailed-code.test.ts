import { expect, test } from 'vitest';
import { codeMatches, deriveCode, formatCode, linkToken, parseLinkToken } from './mailed-code.ts';

const event = '0198f1f0-0000-7000-8000-000000000001';

test('a code depends on its secret, its purpose and its event (ASVS 6.5.3)', () => {
  const code = deriveCode('secret', 'sign-up', event);
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{10}$/);
  expect(deriveCode('secret', 'sign-up', event)).toBe(code);
  expect(deriveCode('other', 'sign-up', event)).not.toBe(code);
  expect(deriveCode('secret', 'sign-up', `${event}x`)).not.toBe(code);
  expect(deriveCode('secret', 'password-reset', event).slice(0, 10)).not.toBe(code);
});

test('a code is accepted under either valid secret, as typed by a person', () => {
  const code = deriveCode('old', 'sign-up', event);
  expect(codeMatches(['new', 'old'], 'sign-up', event, code.toLowerCase())).toBe(true);
  expect(codeMatches(['new'], 'sign-up', event, code)).toBe(false);
  expect(codeMatches(['old'], 'sign-up', event, code.slice(0, -1))).toBe(false);
  expect(codeMatches(['old'], 'sign-up', event, '')).toBe(false);
});

test('a link token finds its account and event again, and nothing else passes for one', () => {
  const account = '11111111-2222-4333-8444-555555555555';
  const token = linkToken(account, event, 'CODE');
  expect(parseLinkToken(token)).toEqual({ accountId: account, eventId: event, code: 'CODE' });
  for (const bad of ['', 'a.b', `${token}.x`, `x.${event}.CODE`, `${account}.x.CODE`])
    expect(parseLinkToken(bad)).toBeNull();
});

test('a code is shown in groups of five', () => {
  expect(formatCode('ABCDE12345')).toBe('ABCDE-12345');
});
