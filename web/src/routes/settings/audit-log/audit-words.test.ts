import { expect, it } from 'vitest';
import { auditKindOf } from '#functions/audit-log/kinds.ts';

import { queryOf } from './audit-filter.ts';
import { peopleOf } from './audit-texts.ts';
import { auditTypes } from './audit-types.ts';
import { detailOf, titleOf } from './audit-words.ts';

it('offers each type under the kind that the API counts it to', () => {
  for (const [kind, types] of Object.entries(auditTypes))
    for (const type of Object.keys(types))
      expect([type, auditKindOf(`latchkey.${type}`)]).toEqual([type, kind]);
});

it('names what happened, and what it has no words for by its type', () => {
  expect(titleOf('latchkey.member.joined')).toBe('Member joined');
  expect(titleOf('latchkey.some-thing.came-about')).toBe('Some thing came about');
});

it('says whom, which one and how', () => {
  const detail = (type: string, details: Record<string, unknown>) =>
    detailOf({ type: `latchkey.${type}`, details });
  expect(detail('company.renamed', { oldName: 'A', companyName: 'B' })).toBe('A → B');
  expect(detail('member.invited', { email: 'g@example.com', role: 'admin' })).toBe('g@example.com, as admin');
  expect(detail('member.role-changed', { oldRole: 'member', role: 'owner' })).toBe('member → owner');
  const added = ['10.0.0.0/8', '192.0.2.1', '192.0.2.2', '192.0.2.3'];
  expect(
    detail('company.ip-allowlist-changed', { mode: 'enforce', scope: 'all', entries: 4, added, removed: [] }),
  ).toBe('Enforced for everything; 4 added: 10.0.0.0/8, 192.0.2.1, 192.0.2.2 and 1 more');
  expect(detail('integration.tested', { provider: 'twilio', ok: false, reason: 'refused' })).toBe(
    'twilio: failed (refused)',
  );
  expect(detail('unheard.of', { mode: {}, provider: 3 })).toBeNull();
});

it('names who acted, and whom it was about where that is somebody else', () => {
  const ada = { id: '1', name: 'Ada', email: 'ada@example.com' };
  const gone = { id: '2', name: null, email: null };
  expect(peopleOf({ by: { kind: 'account', ...ada }, about: ada })).toEqual(['Ada']);
  expect(peopleOf({ by: { kind: 'account', ...ada }, about: gone })).toEqual([
    'Ada',
    'About Somebody who is no member any more',
  ]);
  expect(peopleOf({ by: { kind: 'system' }, about: ada })).toEqual(['Automatic']);
});

it('asks for what is chosen, and whole days of the person’s zone', () => {
  const nothing = { kind: '', type: '', actor: '', from: '', to: '' } as const;
  expect(queryOf(nothing, 'UTC')).toEqual({});
  expect(
    queryOf(
      { kind: '', type: 'member.joined', actor: 'a', from: '2026-05-01', to: '2026-05-12' },
      'Europe/Berlin',
    ),
  ).toEqual({
    type: 'latchkey.member.joined',
    actor: 'a',
    from: '2026-04-30T22:00:00.000Z',
    to: '2026-05-12T22:00:00.000Z',
  });
});
