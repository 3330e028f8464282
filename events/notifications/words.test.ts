import { expect, test } from 'vitest';
import { day } from './words.ts';

test('a day is the same everywhere; a moment lies in the day that its reader has', () => {
  for (const zone of ['America/New_York', 'UTC', 'Pacific/Kiritimati'])
    expect(day('2026-05-01', zone)).toBe('1 May 2026');
  expect(day('2026-05-01T00:00:00.000Z', 'America/New_York')).toBe('30 April 2026');
  expect(day('2026-05-01T00:00:00.000Z', 'Europe/Berlin')).toBe('1 May 2026');
});
