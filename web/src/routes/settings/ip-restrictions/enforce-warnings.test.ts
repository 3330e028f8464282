import { expect, it } from 'vitest';

import { type CompanyList, draftOf } from './draft.ts';
import { endOfAll, enforceWarnings } from './enforce-warnings.ts';
import { dialogTexts as texts } from './restrictions-dialog-texts.ts';

const at = '2026-11-01T10:00:00.000Z';
const protectedOwner = {
  enabled: true,
  since: at,
  recoveryCodesLeft: 8,
  recoveryCodesLow: false,
  guardedUntil: null,
};

function setup(
  entries: readonly { cidr: string; expiresAt?: string }[],
  {
    mode = 'monitor',
    seen = [],
  }: { mode?: CompanyList['mode']; seen?: [account: string, ip: string][] } = {},
) {
  const list: CompanyList = {
    ...{ mode, scope: 'all', ranges: [], version: 1, changes: [], yourAddress: '203.0.113.7' },
    ...{ enforcePendingUntil: null, enforcePendingSeconds: null },
    entries: entries.map(({ cidr, expiresAt = null }) => ({
      ...{ cidr, expiresAt, label: null, addedAt: at, lastMatchedAt: null },
      addedBy: { id: 'a', name: 'Ada' },
    })),
    wouldHaveBlocked: seen.map(([accountId, ip]) => ({
      ...{ accountId, ip, name: accountId, hours: 1, firstAt: at, lastAt: at },
    })),
  };
  const asked = { list, draft: draftOf(list), role: 'owner', twoFactor: protectedOwner } as const;
  return { ...asked, written: (moment: string) => moment };
}

it('has nothing to warn of where nobody is shut out and an owner could let themselves in', () => {
  expect(enforceWarnings(setup([{ cidr: '203.0.113.0/24' }]))).toEqual([]);
});

it('warns an owner who has no break-glass: no two-factor, or no recovery code', () => {
  const asked = setup([{ cidr: '203.0.113.0/24' }]);
  const off = { ...protectedOwner, enabled: false };
  expect(enforceWarnings({ ...asked, twoFactor: off })).toEqual([texts.noTwoFactor]);
  const none = { ...protectedOwner, recoveryCodesLeft: 0 };
  expect(enforceWarnings({ ...asked, twoFactor: none })).toEqual([texts.noCodes]);
  expect(enforceWarnings({ ...asked, role: 'admin' })).toEqual([texts.onlyOwners]);
});

it('warns where every entry ends, and names the last moment', () => {
  const soon = '2026-12-01T00:00:00.000Z';
  const later = '2027-01-01T00:00:00.000Z';
  const all = setup([
    { cidr: '203.0.113.7', expiresAt: later },
    { cidr: '192.0.2.1', expiresAt: soon },
  ]);
  expect(enforceWarnings(all)).toEqual([texts.allEnd(later)]);
  expect(endOfAll(setup([{ cidr: '203.0.113.7', expiresAt: soon }, { cidr: '192.0.2.1' }]).draft)).toBeNull();
  expect(endOfAll({ entries: [] })).toBeNull();
});

it('tells who would be blocked, each person once, and not who is on the list by now', () => {
  const seen: [string, string][] = [
    ['grace', '198.51.100.1'],
    ['grace', '198.51.100.2'],
    ['mary', '203.0.113.99'],
  ];
  expect(enforceWarnings(setup([{ cidr: '203.0.113.0/24' }], { seen }))).toEqual([texts.seenLately(1)]);
  expect(enforceWarnings(setup([{ cidr: '192.0.2.1' }], { mode: 'off' }))).toEqual([
    texts.notYours('203.0.113.7'),
    texts.notMonitored,
  ]);
});
