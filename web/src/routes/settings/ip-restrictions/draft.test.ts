import { expect, it } from 'vitest';

import {
  type CompanyList,
  differenceOf,
  draftOf,
  inputOf,
  isSame,
  mergeInto,
  reachesFurther,
  withEntries,
  withReplaced,
} from './draft.ts';

const at = '2026-11-01T10:00:00.000Z';

function list(cidrs: readonly string[], more: Partial<CompanyList> = {}): CompanyList {
  return {
    mode: 'off',
    scope: 'all',
    entries: cidrs.map((cidr) => ({
      ...{ cidr, label: null, expiresAt: null, addedAt: at, lastMatchedAt: null },
      addedBy: { id: 'a', name: 'Ada' },
    })),
    ranges: [...cidrs],
    version: 1,
    enforcePendingUntil: null,
    enforcePendingSeconds: null,
    yourAddress: '203.0.113.7',
    wouldHaveBlocked: [],
    changes: [],
    ...more,
  };
}

const entry = (cidr: string, label: string | null = null) => ({ cidr, label, expiresAt: null, stored: null });

it('is the same as what it was made of, and sends just what was typed', () => {
  const base = list(['192.0.2.1', '10.0.0.0/8'], { mode: 'monitor' });
  expect(isSame(differenceOf(base, draftOf(base)))).toBe(true);
  expect(inputOf(draftOf(base))).toEqual({
    mode: 'monitor',
    scope: 'all',
    entries: ['192.0.2.1', '10.0.0.0/8'].map((cidr) => ({ cidr, label: null, expiresAt: null })),
  });
});

it('knows what was added, removed and edited', () => {
  const base = list(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  const [first, , third] = draftOf(base).entries;
  const draft = { ...draftOf(base), entries: [entry('192.0.2.9'), { ...first!, label: 'x' }, third!] };
  const difference = differenceOf(base, draft);
  expect(difference.added.map(({ cidr }) => cidr)).toEqual(['192.0.2.9']);
  expect(difference.removed.map(({ cidr }) => cidr)).toEqual(['192.0.2.2']);
  expect(difference.edited.map(({ cidr }) => cidr)).toEqual(['192.0.2.1']);
  expect(isSame(difference)).toBe(false);
});

it('adds first what is new, in place of what has the same network, and edits in place', () => {
  const base = draftOf(list(['192.0.2.1', '192.0.2.2', '192.0.2.3']));
  const added = withEntries(base, [entry('192.0.2.9'), entry('192.0.2.2', 'two')]);
  expect(added.entries.map(({ cidr, label, stored }) => [cidr, label, stored !== null])).toEqual([
    ['192.0.2.9', null, false],
    ['192.0.2.2', 'two', true],
    ['192.0.2.1', null, true],
    ['192.0.2.3', null, true],
  ]);
  const replaced = withReplaced(base, '192.0.2.1', entry('192.0.2.3', 'moved'));
  expect(replaced.entries.map(({ cidr, label }) => [cidr, label])).toEqual([
    ['192.0.2.3', 'moved'],
    ['192.0.2.2', null],
  ]);
});

it('puts its changes over what somebody else saved, and keeps theirs', () => {
  const base = list(['192.0.2.1', '192.0.2.2', '192.0.2.3']);
  const [first, , third] = draftOf(base).entries;
  const mine = { ...draftOf(base), entries: [entry('192.0.2.9', 'mine'), { ...first!, label: 'x' }, third!] };
  const theirs = list(['192.0.2.2', '192.0.2.3', '192.0.2.8'], { mode: 'monitor', version: 2 });
  const merged = mergeInto(theirs, base, mine);
  expect(merged.mode).toBe('monitor');
  // They removed the first one, which was edited here: the edit counts.
  expect(merged.entries.map(({ cidr, label }) => [cidr, label])).toEqual([
    ['192.0.2.9', 'mine'],
    ['192.0.2.1', 'x'],
    ['192.0.2.3', null],
    ['192.0.2.8', null],
  ]);
  expect(mergeInto(theirs, base, { ...mine, mode: 'enforce' }).mode).toBe('enforce');
});

it('begins a trial where enforcement reaches further, and only there', () => {
  const draft = (mode: CompanyList['mode'], scope: CompanyList['scope']) => ({ mode, scope, entries: [] });
  expect(reachesFurther(list([]), draft('enforce', 'sensitive'))).toBe(true);
  expect(reachesFurther(list([]), draft('monitor', 'all'))).toBe(false);
  const sensitive = list([], { mode: 'enforce', scope: 'sensitive' });
  expect(reachesFurther(sensitive, draft('enforce', 'all'))).toBe(true);
  expect(reachesFurther(sensitive, draft('enforce', 'sensitive'))).toBe(false);
  expect(reachesFurther(list([], { mode: 'enforce' }), draft('enforce', 'sensitive'))).toBe(false);
});
