import { expect, test } from 'vitest';
import { factsOf, formatMoment, greeting } from './wording.ts';

const moment = new Date('2026-07-12T22:30:00.000Z');
const origin = { ip: '203.0.113.24', browser: 'Firefox 144', os: 'Windows', device: 'desktop' } as const;

test.each([
  ['Europe/Berlin', '13 July 2026 at 00:30 CEST'],
  ['America/New_York', '12 July 2026 at 18:30 GMT-4'],
  ['Asia/Karachi', '13 July 2026 at 03:30 GMT+5'],
  ['UTC', '12 July 2026 at 22:30 UTC'],
  [null, '12 July 2026 at 22:30 UTC'],
  ['Not/AZone', '12 July 2026 at 22:30 UTC'],
])('a moment is told in the zone %s', (timezone, told) => {
  expect(formatMoment(moment, timezone)).toBe(told);
});

test('the facts name the zone, the device and the address', () => {
  expect(factsOf({ occurredAt: moment.toISOString(), origin }, 'Asia/Karachi')).toEqual({
    kind: 'facts',
    facts: [
      { label: 'When', value: '13 July 2026 at 03:30 GMT+5 (Asia/Karachi)' },
      { label: 'Device', value: 'Firefox 144 on Windows' },
      { label: 'IP address', value: '203.0.113.24' },
    ],
  });
});

test('an event of a job has no device to tell', () => {
  expect(factsOf({ occurredAt: moment.toISOString(), origin: null }, null)).toMatchObject({
    facts: [{ label: 'When', value: '12 July 2026 at 22:30 UTC' }],
  });
});

test.each([
  ['Ada', 'Hello Ada,'],
  ['J.R.R. Tolkien', 'Hello J.R.R. Tolkien,'],
  ['Visit evil.com', 'Hello,'],
  ['bücher.example', 'Hello,'],
  [' ', 'Hello,'],
])('the name %s is greeted unless mail programs would link it', (name, expected) => {
  expect(greeting(name)).toBe(expected);
});
