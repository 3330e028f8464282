import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { mostRecipients, notificationRequestedSchema } from './notification-requested.ts';
import { notificationTypes } from './notifications/catalogue.ts';
import { sampleRequest } from './notifications/sample-request.ts';

const request = {
  id: 'call-5821/missed',
  type: 'missed-call',
  companyId: '0198f1f0-5d20-7a44-8c11-3f2e9b7d6a51',
  to: { kind: 'audience' },
  data: { caller: 'Ada' },
};

const accepts = (more: object) => v.is(notificationRequestedSchema, { ...request, ...more });

describe('a requested notification', () => {
  test('goes to the audience, to roles, or to accounts by name', () => {
    expect(accepts({})).toBe(true);
    expect(accepts({ to: { kind: 'roles', roles: ['owner', 'admin'] } })).toBe(true);
    expect(accepts({ to: { kind: 'accounts', accountIds: ['a'] } })).toBe(true);
  });

  test.each(notificationTypes.map((type) => [type.id, type] as const))('%s has a sample', (_, type) => {
    const sample = sampleRequest(type, 'a-company');
    expect(v.parse(notificationRequestedSchema, sample)).toEqual(sample);
  });

  test.each([
    ['no id', { id: '' }],
    ['an id of 129 characters', { id: 'x'.repeat(129) }],
    ['an id with a line break', { id: 'a\nb' }],
    ['nobody', { to: { kind: 'accounts', accountIds: [] } }],
    [
      '1,001 people',
      { to: { kind: 'accounts', accountIds: Array.from({ length: mostRecipients + 1 }, String) } },
    ],
    ['an unknown role', { to: { kind: 'roles', roles: ['root'] } }],
    ['an unknown kind of recipients', { to: { kind: 'everybody' } }],
    ['data that is a list', { data: 'x' }],
    ['256 KB of data', { data: { note: 'x'.repeat(256 * 1024) } }],
  ])('is refused with %s', (_, wrong) => {
    expect(accepts(wrong)).toBe(false);
  });

  test.each([
    ['/calls/5821?tab=notes', true],
    ['https://app.example.com/calls/5821', true],
    ['http://app.example.com/', false],
    ['//evil.example', false],
    [String.raw`/\evil.example`, false],
    ['javascript:alert(1)', false],
    ['https://user@evil.example/', false],
    ['/a\nb', false],
  ])('leads to %j: %s', (url, allowed) => {
    expect(accepts({ url })).toBe(allowed);
  });
});
