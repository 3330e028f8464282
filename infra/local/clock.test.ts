import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hrtime } from 'node:process';

import { afterEach, expect, it } from 'vitest';

import { openClock, parseDuration } from './clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-clock-'));
const file = join(folder, 'clock.json');
const hour = 3_600_000;

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is now, told by the part of the process that nobody shifts. */
const started = { wall: Date.now(), monotonic: hrtime.bigint() };
const real = () => started.wall + Number((hrtime.bigint() - started.monotonic) / 1_000_000n);

it('shifts everything that tells the time, and nothing that parses one', () => {
  const clock = openClock(file);
  clock.advance(8 * hour);

  const expected = real() + 8 * hour;
  for (const told of [Date.now(), new Date().getTime(), Date.parse(Date()), clock.now()]) {
    expect(Math.abs(told - expected)).toBeLessThan(1500);
  }
  expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
  expect(new Date('2030-01-02T03:04:05Z').getTime()).toBe(Date.UTC(2030, 0, 2, 3, 4, 5));
  expect(new Date()).toBeInstanceOf(Date);
  expect(new Date().constructor).toBe(Date);
  expect(structuredClone(new Date(5))).toEqual(new Date(5));
  class Day extends Date {}
  expect(new Day()).toBeInstanceOf(Day);
});

it('keeps the shift for the next start', () => {
  openClock(file).advance(hour);
  openClock(join(folder, 'another.json'));
  expect(Math.abs(Date.now() - real())).toBeLessThan(1500);

  openClock(file);
  expect(Math.abs(Date.now() - real() - hour)).toBeLessThan(1500);
});

it('tells the listeners after the time has moved, until they leave', () => {
  const clock = openClock(file);
  const before = Date.now();
  const heard: number[] = [];
  const leave = clock.onAdvance(() => heard.push(Date.now() - before));

  clock.advance(hour);
  leave();
  clock.advance(hour);

  expect(heard).toHaveLength(1);
  expect(heard[0]).toBeGreaterThanOrEqual(hour);
});

it.each([
  ['90s', 90_000],
  ['15m', 15 * 60_000],
  ['2h', 2 * hour],
  ['8d', 8 * 24 * hour],
  ['1w', 7 * 24 * hour],
  ['0s', 0],
])('reads %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

it.each(['', '8', 'd', '-1d', '1.5h', '8 days', '1d2h', '600w', '999999999w', ' 8d', '8d\n'])(
  'refuses %j',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);
