import { expect, test } from 'vitest';
import { type Explained, outcomeSentence, ruleSentence } from './why-texts.ts';

const day = () => '3 May 2026';
const rule = (kind: Explained['rule']['kind'], by: string | null = null, at: string | null = null) =>
  ruleSentence({ kind, by, at }, day);
const moment = '2026-05-03T08:00:00.000Z';

test('the rule that decided is named, with whom and when where somebody did', () => {
  expect(rule('user', null, moment)).toBe('Your own choice (3 May 2026).');
  expect(rule('lock', 'Grace Hopper', moment)).toBe('Set for everybody by Grace Hopper (3 May 2026).');
  expect(rule('company', 'Grace Hopper', moment)).toBe(
    'Your company’s default, set by Grace Hopper (3 May 2026).',
  );
  expect(rule('master', null, moment)).toContain('as a whole (3 May 2026)');
  for (const kind of ['impossible', 'mandatory', 'default', 'lock', 'user'] as const)
    expect(rule(kind)).toMatch(/\.$/);
});

test.each<[Explained['outcome'], string]>([
  ['delivered', 'Delivered'],
  ['off', 'Switched off'],
  ['waiting', 'Waiting until 9:00'],
  ['sending', 'On its way'],
  ['refused', 'Could not be delivered'],
  ['unknown', 'Sent, but nobody confirmed it'],
  ['mailed-by-security', 'Sent as a security mail'],
])('%s is said as "%s"', (outcome, sentence) => {
  const explained: Explained = {
    channel: 'email',
    outcome,
    rule: { kind: 'default', by: null, at: null },
    at: moment,
    reason: null,
  };
  expect(outcomeSentence(explained, () => '9:00')).toBe(sentence);
});

test('a refusal says what can be mended', () => {
  const rule = { kind: 'default', by: null, at: null } as const;
  const said = (channel: Explained['channel'], reason: Explained['reason']) =>
    outcomeSentence({ channel, outcome: 'refused', rule, at: moment, reason }, day);
  expect([
    said('push', 'no-browser'),
    said('sms', 'phone-not-confirmed'),
    said('email', 'email-bounce'),
  ]).toEqual([
    'No browser was turned on for it and signed in',
    'No phone number was confirmed',
    'Not sent: mail to your address came back',
  ]);
});

test('what was never possible is not called switched off', () => {
  const rule = { kind: 'impossible', by: null, at: null } as const;
  expect(outcomeSentence({ channel: 'sms', outcome: 'off', rule, at: null, reason: null }, day)).toBe(
    'Not possible',
  );
});
