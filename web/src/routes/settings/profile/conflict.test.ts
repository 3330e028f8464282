import { expect, it } from 'vitest';

import { compareProfiles, resolveConflict } from './conflict.ts';

const loaded = { name: 'Ada', company: 'Acme', phone: null, timezone: 'UTC' };

it('lists what differs, suggesting whoever changed it and mine where both did', () => {
  const mine = { ...loaded, name: 'Ada L.', phone: '+923001234567' };
  const theirs = { ...loaded, name: 'A. Lovelace', company: 'Analytical' };
  expect(compareProfiles(loaded, mine, theirs)).toEqual({
    rows: [
      { field: 'name', mine: 'Ada L.', theirs: 'A. Lovelace', suggested: 'mine' },
      { field: 'company', mine: 'Acme', theirs: 'Analytical', suggested: 'theirs' },
      { field: 'phone', mine: '+923001234567', theirs: null, suggested: 'mine' },
    ],
    theyChanged: true,
  });
});

it('has nothing to ask when only other parts of the document changed', () => {
  const mine = { ...loaded, name: 'Ada L.' };
  expect(compareProfiles(loaded, mine, loaded)).toMatchObject({
    rows: [{ field: 'name' }],
    theyChanged: false,
  });
});

it('has no rows when both sides changed to the same', () => {
  const same = { ...loaded, name: 'Ada L.' };
  expect(compareProfiles(loaded, same, same)).toEqual({ rows: [], theyChanged: false });
});

it('takes theirs where chosen or suggested, and keeps the rest of the form', () => {
  const mine = { name: 'Ada L.', company: 'Acme', phone: '+923001234567', timezone: 'UTC' };
  const theirs = { ...loaded, name: 'A. Lovelace', company: 'Analytical', timezone: null };
  const { rows } = compareProfiles(loaded, mine, theirs);
  expect(resolveConflict(mine, rows, {})).toEqual({ ...mine, company: 'Analytical', timezone: null });
  expect(
    resolveConflict(mine, rows, { name: 'theirs', company: 'mine', phone: 'theirs', timezone: 'mine' }),
  ).toEqual({
    name: 'A. Lovelace',
    company: 'Acme',
    phone: null,
    timezone: 'UTC',
  });
});

it('sees one phone number in two groupings', () => {
  const stored = { ...loaded, phone: '+923001234567' };
  const mine = { ...stored, phone: '+92-300-1234567' };
  expect(compareProfiles(stored, mine, stored)).toEqual({ rows: [], theyChanged: false });
});
