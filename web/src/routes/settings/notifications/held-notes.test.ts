import { expect, test } from 'vitest';
import { heldNotes } from './held-notes.ts';
import type { Channel, Row } from './preferences-patch.ts';

const day = (moment: string) => moment.slice(0, 10);
const all = ['in-app', 'email', 'push', 'sms'] as const;

function row(locks: Partial<Record<Channel, [by: string, at: string]>>, mandatory: Channel[] = []): Row {
  const [on, source] = [{ 'in-app': true, email: true, push: true }, {} as Row['source']];
  const decided: Row['decided'] = {};
  for (const [channel, [by, at]] of Object.entries(locks) as [Channel, [string, string]][]) {
    source[channel] = 'lock';
    decided[channel] = { by, at };
  }
  return {
    ...{ id: 'missed-call', category: 'messages', title: 'Missed call', description: '', mandatory },
    ...{ effective: on, source, choice: {}, fallback: on, decided },
  };
}

const third = '2026-05-03T08:00:00.000Z';

test('a row that its person decides about says nothing', () => {
  expect(heldNotes(row({}), all, day)).toEqual([]);
});

test('locks of one admin are told together, those of another or of another day by themselves', () => {
  const locks = { 'in-app': ['Ada', third], email: ['Grace', third], push: ['Ada', third] } as const;
  expect(heldNotes(row({ ...locks } as never), all, day)).toEqual([
    'In-app, Push: set by your company (Ada, 2026-05-03)',
    'Email: set by your company (Grace, 2026-05-03)',
  ]);
  const later = '2026-06-01T08:00:00.000Z';
  expect(heldNotes(row({ email: ['Ada', third], push: ['Ada', later] }), all, day)).toHaveLength(2);
});

test('what is always on is said first', () => {
  expect(heldNotes(row({ push: ['Ada', third] }, ['email']), all, day)).toEqual([
    'Email: always on',
    'Push: set by your company (Ada, 2026-05-03)',
  ]);
});
