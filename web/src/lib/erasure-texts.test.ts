import { expect, it } from 'vitest';
import { recordCategories } from '#functions/shared/records/categories.ts';

import { categoryName, retentionText, storeName } from './erasure-texts.ts';

const day = (moment: string) => moment.slice(0, 10);

it('makes the names of a product’s own categories and stores readable', () => {
  expect(categoryName('voice-prints')).toBe('Voice prints');
  expect(storeName('crm.contacts')).toBe('Crm contacts');
});

it('has a name for every category of the records store', () => {
  for (const category of recordCategories) expect(categoryName(category)).toMatch(/^[A-Z]/);
});

it('says why something is kept, until when, and that names were replaced', () => {
  const kept = { category: 'call-logs', count: 3, ground: 'legal-obligation' } as const;
  expect(retentionText({ ...kept, until: '2033-05-12T00:00:00.000Z', pseudonymised: true }, day)).toBe(
    'The law asks for it, until 2033-05-12, with names replaced',
  );
  expect(retentionText({ ...kept, ground: 'anonymous', until: null, pseudonymised: false }, day)).toBe(
    'Nothing in it is about you, for good',
  );
  expect(retentionText({ ...kept, ground: 'not-included', until: null, pseudonymised: false }, day)).toBe(
    'Stays as it is',
  );
  expect(retentionText({ ...kept, until: null, pseudonymised: true }, day)).toBe(
    'The law asks for it, for as long as the receipt will say, with names replaced',
  );
});
