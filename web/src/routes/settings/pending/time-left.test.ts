import { expect, it } from 'vitest';

import { timeLeft } from './time-left.ts';

const second = 1000;
const hour = 3600 * second;

it.each([
  [7 * 24 * hour, '7 days'],
  [7 * 24 * hour - second, '6 days, 23 hours'],
  [25 * hour, '1 day, 1 hour'],
  [24 * hour + 59 * 60 * second, '1 day'],
  [hour - second, '59 minutes, 59 seconds'],
  [60 * second, '1 minute'],
  [1500, '1 second'],
])('writes %i ms in its two greatest units, never more than is left', (milliseconds, written) => {
  expect(timeLeft(milliseconds)).toBe(written);
});

it('says nothing when nothing is left', () => {
  expect(timeLeft(999)).toBeNull();
  expect(timeLeft(-hour)).toBeNull();
});
