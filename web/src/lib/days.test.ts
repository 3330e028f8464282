import { expect, it } from 'vitest';

import { dateIn, startOfDay } from './days.ts';

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

it.each([
  ['2026-05-11T22:00:00.000Z', 'Europe/Berlin', '2026-05-12'],
  ['2026-05-11T21:59:59.999Z', 'Europe/Berlin', '2026-05-11'],
  ['2026-05-12T06:59:59.999Z', 'America/Los_Angeles', '2026-05-11'],
])('%s is in %s on %s', (moment, zone, date) => {
  expect(dateIn(moment, zone)).toBe(date);
});
