import { expect, it } from 'vitest';

import { momentsIn } from './moments.ts';

const now = new Date('2026-05-12T22:30:00Z');

it('writes a moment in the zone that it is given', () => {
  expect(momentsIn('Europe/Berlin', now).full('2026-05-12T12:03:00Z')).toBe('12 May 2026 at 14:03');
  expect(momentsIn('Asia/Kolkata', now).clock('2026-05-12T12:03:00Z')).toBe('17:33');
});

it('calls a day today or yesterday by the zone, not by the hours passed', () => {
  expect(momentsIn('Europe/Berlin', now).day('2026-05-12T21:59:00Z')).toBe('yesterday');
  expect(momentsIn('UTC', now).day('2026-05-12T00:00:00Z')).toBe('today');
  expect(momentsIn('UTC', now).day('2026-05-10T23:59:00Z')).toBe('10 May 2026');
});

it('calls yesterday the day before, also on the mornings after clocks were set', () => {
  const dayAt = (now: string, moment: string) => momentsIn('Europe/Berlin', new Date(now)).day(moment);
  // 29 March has 23 hours, 25 October 25.
  expect(dayAt('2026-03-29T22:30:00Z', '2026-03-29T10:00:00Z')).toBe('yesterday');
  expect(dayAt('2026-03-29T22:30:00Z', '2026-03-28T10:00:00Z')).toBe('28 March 2026');
  expect(dayAt('2026-10-25T22:30:00Z', '2026-10-25T10:00:00Z')).toBe('today');
  expect(dayAt('2026-10-25T22:30:00Z', '2026-10-24T10:00:00Z')).toBe('yesterday');
  expect(dayAt('2026-10-25T23:30:00Z', '2026-10-25T10:00:00Z')).toBe('yesterday');
});

it.each([
  ['2026-05-12T22:29:31Z', 'just now'],
  ['2026-05-12T22:31:00Z', 'just now'],
  ['2026-05-12T22:29:00Z', '1 minute ago'],
  ['2026-05-12T21:31:00Z', '59 minutes ago'],
  ['2026-05-12T21:30:00Z', '1 hour ago'],
  ['2026-05-11T22:31:00Z', '23 hours ago'],
  ['2026-05-11T22:30:00Z', 'yesterday'],
  ['2026-04-12T22:30:00Z', '12 April 2026'],
])('says how long ago %s was', (moment, words) => {
  expect(momentsIn('UTC', now).ago(moment)).toBe(words);
});

it('falls back to the zone of the browser for one that it does not know', () => {
  expect(momentsIn('Moon/Tranquility', now).zone).toBe(momentsIn(null, now).zone);
});
