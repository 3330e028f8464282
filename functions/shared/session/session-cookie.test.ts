import { expect, test } from 'vitest';

import {
  clearedSessionCookie,
  cookieName,
  hashSecret,
  newSessionSecret,
  readSessionCookie,
  sessionCookie,
} from './session-cookie.ts';

const held = {
  accountId: '11111111-2222-4333-8444-555555555555',
  companyId: '66666666-7777-4888-8999-000000000000',
  secret: newSessionSecret(),
};
const value = `${held.accountId}.${held.companyId}.${held.secret}`;

test('the cookie is bound to this host, to HTTPS, and kept from scripts and other sites (ASVS 3.3.1–3.3.4)', () => {
  const [pair, ...attributes] = sessionCookie(held, 60).split('; ');
  expect(pair).toBe(`__Host-Http-latchkey=${value}`);
  expect(attributes).toEqual(['Path=/', 'Max-Age=60', 'Secure', 'HttpOnly', 'SameSite=Lax']);
  expect(clearedSessionCookie).toContain('Max-Age=0');
});

test('a cookie is read back; anything else opens nothing', () => {
  expect(readSessionCookie(['other=1', `${cookieName}=${value}`])).toEqual(held);
  const forged = [
    '',
    value.slice(1),
    `${value}.x`,
    value.replace('.', ''),
    `${held.accountId}.${held.companyId}.short`,
  ];
  for (const bad of forged) expect(readSessionCookie([`${cookieName}=${bad}`])).toBeNull();
  expect(readSessionCookie(undefined)).toBeNull();
  expect(readSessionCookie([`latchkey=${value}`])).toBeNull();
});

test('two cookies of the name are nobody’s: a browser that honours the prefix sends one', () => {
  expect(readSessionCookie([`${cookieName}=${value}`, `${cookieName}=${value}`])).toBeNull();
});

test('a secret has 256 bits and its hash does not give it away (ASVS 7.2.3)', () => {
  expect(Buffer.from(held.secret, 'base64url')).toHaveLength(32);
  expect(newSessionSecret()).not.toBe(held.secret);
  expect(hashSecret(held.secret)).not.toContain(held.secret);
});
