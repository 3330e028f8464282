import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as v from 'valibot';

import {
  codeSchema,
  companyNameSchema,
  emailSchema,
  isTimezone,
  linkTokenSchema,
  nameSchema,
  newPasswordSchema,
  passwordProofSchema,
  phoneInputSchema,
  timezoneSchema,
} from './fields.ts';
import { isFieldReason } from './reasons.ts';

const reason = (schema: v.GenericSchema, value: unknown) => {
  const result = v.safeParse(schema, value);
  return result.success ? null : result.issues[0].message;
};
/** Any code point, halves of pairs included. */
const anyCharacter = fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code));
const schemas = {
  codeSchema,
  companyNameSchema,
  emailSchema,
  linkTokenSchema,
  nameSchema,
  newPasswordSchema,
  passwordProofSchema,
  phoneInputSchema,
  timezoneSchema,
};

test.each(Object.entries(schemas))(
  '%s never throws, and names a known reason for what it refuses',
  (_name, schema) => {
    const anything = fc.oneof(
      fc.anything(),
      fc.string({ unit: anyCharacter }),
      fc.string({ unit: anyCharacter }),
      fc.emailAddress(),
      fc.string({ minLength: 90, maxLength: 140 }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        const found = reason(schema, value);
        expect(found === null || isFieldReason(found)).toBe(true);
      }),
      { numRuns: 300 },
    );
  },
);

test.each(Object.entries(schemas))('%s reads its own output as the same again', (_name, schema) => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: anyCharacter }),
        fc.emailAddress(),
        fc.constantFrom('ab-cd ef', '+1 2', 'UTC'),
      ),
      (value) => {
        const once = v.safeParse(schema, value);
        if (once.success) expect(v.parse(schema, once.output)).toEqual(once.output);
      },
    ),
    { numRuns: 300 },
  );
});

// A pattern that backtracks over them would take longer than the runner allows.
test.each(Object.entries(schemas))('%s refuses 250,000 characters, whatever they are', (_name, schema) => {
  const hostile = ['a', 'a.', '-', 'a-', '1@', '@a.', 'a@a.', ' ', '+(', '/a', '\u0301', 'é', '😀'];
  for (const unit of hostile) {
    const long = `a@${unit.repeat(250_000 / unit.length)}b`;
    expect(reason(schema, long)).not.toBeNull();
  }
});

test('an address is kept trimmed and in lower case', () => {
  expect(v.parse(emailSchema, '  Ada.Lovelace+Test@Example.TEST ')).toBe('ada.lovelace+test@example.test');
  const good = [
    'a@b.co',
    "o'neill@example.test",
    "a!#$%&'*+/=?^_`{|}~-b@example.test",
    `${'a'.repeat(64)}@example.test`,
    'a@xn--bcher-kva.example',
    'a@1.2.example',
    `a@${'b'.repeat(63)}.test`,
  ];
  for (const address of good) expect([address, reason(emailSchema, address)]).toEqual([address, null]);
});

test('what no mail could reach is no address', () => {
  const bad = [
    'a',
    '@',
    'a@b',
    'a@localhost',
    '@example.test',
    'a@',
    'a@@example.test',
    'a@b@example.test',
    'a b@example.test',
    '.a@example.test',
    'a.@example.test',
    'a..b@example.test',
    'a@.example.test',
    'a@example..test',
    'a@example.test.',
    'a@-example.test',
    'a@example-.test',
    'a@example.t',
    'a@example.--',
    'a@example.tes-',
    'a@192.168.0.1',
    'a@[192.168.0.1]',
    '"a b"@example.test',
    'Ada <a@example.test>',
    'a@example.test,b@example.test',
    'a@example.test;b@example.test',
    'a@example.test\nBcc: b@example.test',
    'a@example.test\u0000',
    'mailto:a@example.test',
    `${'a'.repeat(65)}@example.test`,
    `a@${'b'.repeat(64)}.test`,
  ];
  for (const address of bad)
    expect([address, reason(emailSchema, address)]).toEqual([address, 'invalid-email']);
  // Cognito's user names end at 128 characters.
  const long = (length: number) => `${'a'.repeat(60)}@${'b'.repeat(length - 66)}.test`;
  expect([reason(emailSchema, long(128)), reason(emailSchema, long(129))]).toEqual([null, 'too-long']);
});

test('no letter that looks like another makes an address (GitHub 2016, incident 2)', () => {
  const lookAlikes = [
    'mıke@example.test',
    'mi\u212ae@example.test',
    'mike@ex\u0430mple.test',
    'mike@examp\u217ce.test',
    'ﬁona@example.test',
    'mike\u200b@example.test',
    'ｍike@example.test',
    'mike@example｡test',
    'mike＠example.test',
    'stra\u00dfe@example.test',
    '\u202emike@example.test',
  ];
  for (const address of lookAlikes)
    expect([address, reason(emailSchema, address)]).toEqual([address, 'invalid-email']);
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (extra) => {
      const parsed = v.safeParse(emailSchema, `mike${extra}@example.test`);
      if (parsed.success) expect(parsed.output).toMatch(/^[\x21-\x7e]+$/);
    }),
  );
});

test('a password is what was typed, 8 to 128 characters of any kind (ASVS 6.2.1, 6.2.9)', () => {
  for (const good of [
    '12345678',
    'plum teapot',
    '密码密码密码密码',
    '🔑'.repeat(8),
    '🔑'.repeat(128),
    'a\tb\u00a0c d e',
  ])
    expect(v.parse(newPasswordSchema, good)).toBe(good);
  const bad: [string, string][] = [
    ['', 'required'],
    ['1234567', 'too-short'],
    ['🔑'.repeat(7), 'too-short'],
    ['x'.repeat(129), 'too-long'],
    [' plum teapot', 'password-spaces'],
    ['plum teapot ', 'password-spaces'],
    ['plum teapot\u00a0', 'password-spaces'],
    ['plum\nteapot', 'password-spaces'],
    ['plum\u2028teapot', 'password-spaces'],
    ['        ', 'password-spaces'],
  ];
  for (const [password, why] of bad)
    expect([password, reason(newPasswordSchema, password)]).toEqual([password, why]);
  // A proof is only bounded: whether it is right is not for its form to say.
  for (const proof of [' x', '\n', 'x'.repeat(1024)]) expect(reason(passwordProofSchema, proof)).toBeNull();
});

test('a code is read as people type it', () => {
  expect(v.parse(codeSchema, ' ab12c-de34f\n')).toBe('AB12CDE34F');
  for (const bad of ['', '- -', 'AB12', 'AB12C_DE34F', 'ÄB12CDE34F', 'A'.repeat(65)])
    expect(reason(codeSchema, bad)).not.toBeNull();
});

test('every zone that the runtime knows is one, under the name that it prefers', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) expect(v.parse(timezoneSchema, zone)).toBe(zone);
  expect(v.parse(timezoneSchema, 'Europe/Kyiv')).toBe(v.parse(timezoneSchema, 'Europe/Kiev'));
  for (const none of ['', 'Europe', '+01:00', 'Europe/Berlin\0', ' ', 'Z'.repeat(65), '__proto__'])
    expect(isTimezone(none)).toBe(false);
});
