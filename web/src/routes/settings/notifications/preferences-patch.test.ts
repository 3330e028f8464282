import { expect, test } from 'vitest';
import type { Preferences } from '#functions/notification-preferences/contract.ts';
import { applyPatch, chosenChannels, heldBy, resetOf, settingOf, undoOf } from './preferences-patch.ts';

const row = {
  id: 'missed-call',
  category: 'messages',
  title: 'Missed call',
  description: 'Somebody called and nobody answered.',
  mandatory: [],
  effective: { 'in-app': true, email: true, push: false },
  source: { 'in-app': 'default', email: 'default', push: 'lock' },
  choice: {},
  fallback: { 'in-app': true, email: true, push: false },
  decided: {},
} satisfies Preferences['types'][number];

const document: Preferences = {
  channels: [
    { id: 'in-app', enabled: true },
    { id: 'email', enabled: true },
    { id: 'push', enabled: true },
  ],
  types: [row, { ...row, id: 'password-changed', mandatory: ['email'] }],
  quietHours: null,
  digests: {
    messages: 'at-once',
    work: 'at-once',
    billing: 'at-once',
    company: 'at-once',
    reports: 'at-once',
    product: 'at-once',
  },
  timezone: 'Europe/Berlin',
  version: 1,
};
const off = { changes: [{ type: 'missed-call', channel: 'email', enabled: false }] } as const;
const patch = (changes: typeof off) => ({ changes: [...changes.changes] });

test('a toggle counts in its cell alone, and its undo takes the choice back', () => {
  const changed = applyPatch(document, patch(off));
  expect(changed.types[0]).toMatchObject({
    effective: { email: false, 'in-app': true },
    choice: { email: false },
  });
  expect(changed.types[1]).toEqual(document.types[1]);
  const undo = undoOf(document, patch(off));
  expect(undo).toEqual({ changes: [{ type: 'missed-call', channel: 'email', enabled: null }] });
  expect(applyPatch(changed, undo)).toEqual(document);
});

test('a reset takes every choice of a row back, and its undo restores them', () => {
  const changed = applyPatch(document, patch(off));
  const reset = resetOf(changed.types);
  expect(reset).toEqual({ changes: [{ type: 'missed-call', channel: 'email', enabled: null }] });
  const back = applyPatch(changed, reset);
  expect(chosenChannels(back.types[0]!)).toEqual([]);
  expect(applyPatch(back, undoOf(changed, reset))).toEqual(changed);
});

test('a channel off as a whole stills its column, but for what is mandatory or locked', () => {
  const changed = applyPatch(document, { masters: { email: false, push: false } });
  expect(changed.types[0]?.effective).toEqual({ 'in-app': true, email: false, push: false });
  expect(changed.types[1]?.effective.email).toBe(true);
  expect(settingOf(changed.types[0]!, 'email')).toBe(true);
  expect(undoOf(document, { masters: { email: false } })).toEqual({ masters: { email: true } });
  expect([heldBy(row, 'push'), heldBy(document.types[1]!, 'email'), heldBy(row, 'email')]).toEqual([
    'lock',
    'mandatory',
    null,
  ]);
});

test('quiet hours and digests go and come back', () => {
  const quietHours = {
    mon: { from: '22:00', to: '07:00' },
    tue: null,
    wed: null,
    thu: null,
    fri: null,
    sat: null,
    sun: null,
  };
  const all = { quietHours, digests: { messages: 'daily' } } as const;
  const changed = applyPatch(document, all);
  expect(changed).toMatchObject({ quietHours, digests: { messages: 'daily', work: 'at-once' } });
  expect(undoOf(document, all)).toEqual({ quietHours: null, digests: { messages: 'at-once' } });
});
