import { expect, test } from 'vitest';

import { after, days, hours } from './clock.ts';
import { coolingOffUntil, guardedUntil } from './cooling-off.ts';

const now = new Date('2026-10-12T12:00:00.000Z');
const ago = (milliseconds: number) => after(now, -milliseconds).toISOString();
const ahead = (milliseconds: number) => after(now, milliseconds).toISOString();

test('a change of address or factors is too fresh for a day, the later one decides', () => {
  const until = (emailChangedAt: string | null, factorsChangedAt: string | null) =>
    coolingOffUntil({ emailChangedAt, factorsChangedAt }, now);
  expect(until(null, null)).toBeNull();
  expect(until(ago(1 * days), null)).toBeNull();
  expect(until(ago(23 * hours), null)).toBe(ahead(1 * hours));
  expect(until(ago(2 * days), ago(20 * hours))).toBe(ahead(4 * hours));
  expect(until(ago(1 * hours), ago(20 * hours))).toBe(ahead(23 * hours));
});

test('a factor added within a day guards those that are older, not itself', () => {
  const until = (factorAddedAt: string | null, since: string) => guardedUntil({ factorAddedAt }, since, now);
  expect(until(null, ago(2 * days))).toBeNull();
  expect(until(ago(1 * hours), ago(2 * days))).toBe(ahead(23 * hours));
  expect(until(ago(1 * hours), ago(1 * hours))).toBeNull();
  expect(until(ago(2 * hours), ago(1 * hours))).toBeNull();
  expect(until(ago(1 * days), ago(2 * days))).toBeNull();
});
