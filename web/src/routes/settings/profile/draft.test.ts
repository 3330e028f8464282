import { expect, it } from 'vitest';

import { draftOf, isChanged, valuesOf } from './draft.ts';

const saved = { name: 'Ada', company: null, phone: '+923001234567', timezone: 'UTC' };

it('shows none as blank', () => {
  expect(draftOf(saved)).toEqual({ name: 'Ada', company: '', phone: '+923001234567', timezone: 'UTC' });
});

it('compares only what the form saves', () => {
  expect(valuesOf({ ...saved, email: 'a@example.com' })).toEqual(saved);
});

it('is changed by any field, and not when the change is taken back', () => {
  expect(isChanged(draftOf(saved), saved)).toBe(false);
  expect(isChanged({ ...draftOf(saved), company: 'Acme' }, saved)).toBe(true);
  expect(isChanged({ ...draftOf(saved), company: '' }, saved)).toBe(false);
});
