import { expect, it } from 'vitest';

import { queryOf, startOfDay } from './log-filter.ts';

it.each([
  ['2026-05-12', 'UTC', '2026-05-12T00:00:00.000Z'],
  ['2026-05-12', 'Europe/Berlin', '2026-05-11T22:00:00.000Z'],
  ['2026-05-12', 'Asia/Kathmandu', '2026-05-11T18:15:00.000Z'],
  ['2026-05-12', 'America/Los_Angeles', '2026-05-12T07:00:00.000Z'],
  // The days on which clocks change in Berlin: winter time at their beginning, summer time the other.
  ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
  ['2026-10-26', 'Europe/Berlin', '2026-10-25T23:00:00.000Z'],
  ['2026-05-12', 'Moon/Tranquility', '2026-05-12T00:00:00.000Z'],
])('begins %s in %s at %s', (date, zone, moment) => {
  expect(startOfDay(date, zone)).toBe(moment);
});

it('asks for whole days, the last one included, and for nothing that is not chosen', () => {
  expect(queryOf({ kind: '', from: '', to: '' }, 'UTC')).toEqual({});
  expect(queryOf({ kind: 'password', from: '2026-05-01', to: '2026-05-12' }, 'Europe/Berlin')).toEqual({
    kind: 'password',
    from: '2026-04-30T22:00:00.000Z',
    to: '2026-05-12T22:00:00.000Z',
  });
});
