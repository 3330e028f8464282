import { expect, test } from 'vitest';

import type { Account } from '#functions/shared/account-item.ts';
import { etagOf, matches } from '#functions/shared/etag.ts';
import { noOwnIpPolicy } from '#functions/shared/ip/policy.ts';
import { profileOf } from './profile-document.ts';

const account: Account = {
  accountId: 'a',
  email: 'ada@example.test',
  name: 'Ada',
  company: null,
  phone: null,
  timezone: 'Europe/London',
  avatarUrl: '/avatars/x.png',
  pendingEmail: { email: 'new@example.test', expiresAt: '2026-01-02T00:00:00.000Z' },
  version: 3,
  state: 'active',
  sessionTimeoutMinutes: 30,
  sessionsValidFrom: '2026-01-01T00:00:00.000Z',
  lastCompanyId: 'c',
  recovery: null,
  emailChangedAt: null,
  twoFactor: null,
  factorsChangedAt: null,
  factorAddedAt: null,
  ipAllowlist: noOwnIpPolicy,
  ipBypass: null,
  deletion: null,
  emailProblem: null,
  confirmedPhone: null,
  createdAt: '2026-01-01T00:00:00.000Z',
};

test('the document holds what the person may see, and nothing of how the account is kept', () => {
  const profile = profileOf(account, { emailChange: 'self-service' }, new Date('2026-01-01T12:00:00Z'));
  expect(profile).toEqual({
    name: 'Ada',
    email: 'ada@example.test',
    company: null,
    phone: null,
    timezone: 'Europe/London',
    avatarUrl: '/avatars/x.png',
    pendingEmail: 'new@example.test',
    version: 3,
    emailChange: 'self-service',
  });
});

test('a pending address is shown until its link expires', () => {
  const at = (moment: string) =>
    profileOf(account, { emailChange: 'self-service' }, new Date(moment)).pendingEmail;
  expect(at('2026-01-01T23:59:59.999Z')).toBe('new@example.test');
  expect(at('2026-01-02T00:00:00.000Z')).toBeNull();
});

test('If-Match is compared strongly with the version (RFC 9110 §13.1.1)', () => {
  expect(etagOf(3)).toBe('"3"');
  for (const any of [null, '*', '"3"', ' "3" ', '"1", "3"', '"3","4"'])
    expect([any, matches(any, 3)]).toEqual([any, true]);
  for (const other of ['', '3', '"2"', 'W/"3"', '"33"', '"3', '"03"', '"2", "4"', "'3'"])
    expect([other, matches(other, 3)]).toEqual([other, false]);
});
