import { expect, test } from 'vitest';
import { names, pseudonymise, type Replacement } from './pseudonym.ts';

const who: Replacement = {
  accountId: '0198c0de-0000-7000-8000-000000000001',
  pseudonym: 'deleted-someone',
  emails: ['ann@example.com'],
  values: ['Ann Lee'],
  receipt: 'R',
};

test.each([
  'joann@example.com',
  'jo-ann@example.com',
  'jo.ann@example.com',
  'jo+ann@example.com',
  "o'ann@example.com",
  'ann@example.com.au',
  'ann@example.community',
  'ann@example.com-mail.test',
  'Ágann@example.com',
])('%s is somebody else', (email) => {
  const item = { email, said: `Invited ${email}.` };
  expect(names(item, who)).toBe(false);
  expect(pseudonymise(item, who)).toEqual(item);
});

test.each([
  ['ann@example.com', 'Deleted user'],
  ['Ann@Example.com', 'Deleted user'],
  ['Invited ann@example.com.', 'Invited Deleted user.'],
  ['Ann Lee <ann@example.com>, jo', 'Ann Lee <Deleted user>, jo'],
  ["'ann@example.com'", "'Deleted user'"],
  ['/members?email=ann@example.com&page=2', '/members?email=Deleted user&page=2'],
  ['one\nann@example.com\njoann@example.com', 'one\nDeleted user\njoann@example.com'],
  [`${who.accountId}#203.0.113.0`, 'deleted-someone#203.0.113.0'],
])('“%s” is them', (text, without) => {
  expect(names({ data: [text] }, who)).toBe(true);
  expect(pseudonymise({ data: [text] }, who)).toEqual({ data: [without] });
});

test('a name is theirs where it is all that is said, and alone names nobody', () => {
  expect(pseudonymise({ name: 'Ann Lee', note: 'Ann Lee and I' }, who)).toEqual({
    name: 'Deleted user',
    note: 'Ann Lee and I',
  });
  expect(names({ name: 'Ann Lee' }, who)).toBe(false);
});

test('sets stay sets, and bytes what they were', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const item = { bytes, people: new Set([who.accountId, 'other']) };
  expect(names(item, who)).toBe(true);
  expect(pseudonymise(item, who)).toEqual({ bytes, people: new Set(['deleted-someone', 'other']) });
});

test.each(['account', 'member', 'other', 'COMPANY', 'latchkey.member.left'])(
  'who is called “%s” is taken out of names, not out of what the product itself calls so',
  (name) => {
    const item = {
      ...{ pk: name, sk: name, gsi1pk: name, gsi1sk: name },
      ...{ type: name, role: name, status: name, actor: { kind: name, accountId: who.accountId } },
      ...{ origin: { device: name }, data: { name, role: name, oldRole: name, cause: name } },
    };
    expect(pseudonymise(item, { ...who, values: [name] })).toEqual({
      ...item,
      actor: { kind: name, accountId: who.pseudonym },
      data: { ...item.data, name: 'Deleted user' },
    });
  },
);
