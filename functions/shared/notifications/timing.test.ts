import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { days, hours, minutes } from '../clock.ts';
import { deliverAt, endOfQuiet, nextDigest, type Timing } from './timing.ts';
import { digests, minutesOf, neverEnds, type QuietHours, type QuietSpan, weekdays } from './timing-fields.ts';
import { midnightOf, momentOf, wallTimeAt } from './zoned-time.ts';

const none: QuietHours = { mon: null, tue: null, wed: null, thu: null, fri: null, sat: null, sun: null };
const nightly = (from: string, to: string) =>
  Object.fromEntries(weekdays.map((day) => [day, { from, to }])) as QuietHours;
const iso = (moment: Date) => moment.toISOString();
const quietUntil = (now: string, quiet: QuietHours, zone: string) =>
  iso(endOfQuiet(new Date(now), quiet, zone));

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');
/** Any moment of thirty years; half of them close to a change of the clocks somewhere. */
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(2010), max: Date.UTC(2040) }).map((ms) => new Date(ms)),
  fc
    .tuple(
      fc.integer({ min: 2010, max: 2039 }),
      fc.constantFrom(2, 3, 8, 9, 10),
      fc.integer({ min: 0, max: 31 * 24 * 60 }),
    )
    .map(([year, month, minute]) => new Date(Date.UTC(year, month) + minute * minutes)),
);
const time = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((at) => `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`);
const span: fc.Arbitrary<QuietSpan> = fc.record({ from: time, to: time });
const day = fc.option(span, { nil: null });
const quietHours: fc.Arbitrary<QuietHours> = fc.record({
  mon: day,
  tue: day,
  wed: day,
  thu: day,
  fri: day,
  sat: day,
  sun: day,
});

describe('wall-clock time', () => {
  test('reads back as it was set, in all zones, or is skipped by the clocks', () => {
    fc.assert(
      fc.property(zones, moments, fc.constantFrom('first', 'second'), (zone, moment, twice) => {
        const wall = wallTimeAt(moment, zone);
        const back = momentOf(wall, zone, twice);
        expect(wallTimeAt(back, zone)).toBe(wall);
        const off = back.getTime() - Math.floor(moment.getTime() / 1000) * 1000;
        // What the clocks show twice lies a change of the clocks apart; everything else is the moment itself.
        expect(Math.abs(off)).toBeLessThanOrEqual(24 * hours);
        if (momentOf(wall, zone, 'first').getTime() === momentOf(wall, zone, 'second').getTime()) {
          expect(off).toBe(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a time that the clocks skip is the moment of the skip', () => {
    const skipped = Date.UTC(2026, 2, 29, 2, 30);
    expect(iso(momentOf(skipped, 'Europe/Berlin', 'first'))).toBe('2026-03-29T01:00:00.000Z');
    // A whole day that never was.
    expect(iso(momentOf(Date.UTC(2011, 11, 30, 12), 'Pacific/Apia', 'first'))).toBe(
      '2011-12-30T10:00:00.000Z',
    );
  });

  test('a time that the clocks show twice is either of the two', () => {
    const twice = Date.UTC(2026, 9, 25, 2, 30);
    expect(iso(momentOf(twice, 'Europe/Berlin', 'first'))).toBe('2026-10-25T00:30:00.000Z');
    expect(iso(momentOf(twice, 'Europe/Berlin', 'second'))).toBe('2026-10-25T01:30:00.000Z');
  });
});

describe('quiet hours', () => {
  test('defer to their end by the clock of the person', () => {
    const quiet = nightly('22:00', '07:00');
    expect(quietUntil('2026-05-04T21:30:00.000Z', quiet, 'Europe/Berlin')).toBe('2026-05-05T05:00:00.000Z');
    expect(quietUntil('2026-05-04T21:30:00.000Z', quiet, 'America/New_York')).toBe(
      '2026-05-04T21:30:00.000Z',
    );
  });

  test('begin with their first minute and are over at their end', () => {
    const quiet = nightly('22:00', '07:00');
    expect(quietUntil('2026-05-04T22:00:00.000Z', quiet, 'UTC')).toBe('2026-05-05T07:00:00.000Z');
    expect(quietUntil('2026-05-04T21:59:59.999Z', quiet, 'UTC')).toBe('2026-05-04T21:59:59.999Z');
    expect(quietUntil('2026-05-05T07:00:00.000Z', quiet, 'UTC')).toBe('2026-05-05T07:00:00.000Z');
  });

  test('belong to the weekday on which they begin', () => {
    const friday = { ...none, fri: { from: '22:00', to: '07:00' } };
    expect(quietUntil('2026-05-09T03:00:00.000Z', friday, 'UTC')).toBe('2026-05-09T07:00:00.000Z');
    expect(quietUntil('2026-05-08T03:00:00.000Z', friday, 'UTC')).toBe('2026-05-08T03:00:00.000Z');
  });

  test('that follow on one another last to the end of the last', () => {
    const weekend = {
      ...none,
      fri: { from: '18:00', to: '00:00' },
      sat: { from: '00:00', to: '00:00' },
      sun: { from: '00:00', to: '21:00' },
    };
    expect(quietUntil('2026-05-08T19:00:00.000Z', weekend, 'UTC')).toBe('2026-05-10T21:00:00.000Z');
  });

  test('end at 7:00 by the clock on the mornings on which it is set', () => {
    const quiet = nightly('22:00', '07:00');
    expect(quietUntil('2026-03-28T22:00:00.000Z', quiet, 'Europe/Berlin')).toBe('2026-03-29T05:00:00.000Z');
    expect(quietUntil('2026-10-24T22:00:00.000Z', quiet, 'Europe/Berlin')).toBe('2026-10-25T06:00:00.000Z');
  });

  test('whose end the clocks skip end with the skip, and one shown twice is the later', () => {
    const quiet = nightly('22:00', '02:30');
    expect(quietUntil('2026-03-28T22:00:00.000Z', quiet, 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
    expect(quietUntil('2026-10-24T22:00:00.000Z', quiet, 'Europe/Berlin')).toBe('2026-10-25T01:30:00.000Z');
  });

  test('defer, never drop, and never to a day on which none of them ends, in all zones', () => {
    fc.assert(
      fc.property(zones, moments, quietHours, (zone, now, quiet) => {
        const end = endOfQuiet(now, quiet, zone);
        expect(end >= now).toBe(true);
        // A week of quiet at most: whoever never wants anything turns channels off.
        expect(end.getTime() - now.getTime()).toBeLessThanOrEqual(9 * days + 26 * hours);
        if (end.getTime() === now.getTime()) return;
        // It goes out when a span ends that began on that local day or the day before.
        const midnight = midnightOf(wallTimeAt(end, zone));
        const ends = [-2, -1, 0].flatMap((back) => {
          const began = midnight + back * days;
          const its = quiet[weekdays[(((began / days + 3) % 7) + 7) % 7]!];
          if (its === null) return [];
          const over = minutesOf(its.to) > minutesOf(its.from) ? began : began + days;
          return [momentOf(over + minutesOf(its.to) * minutes, zone, 'second').getTime()];
        });
        expect(ends).toContain(end.getTime());
        // Outside a week of nothing else nobody is disturbed: the end is not quiet itself.
        if (end.getTime() - now.getTime() < 6 * days) expect(endOfQuiet(end, quiet, zone)).toEqual(end);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a week', () => {
  test('has an hour that is not quiet, or none, whatever days its quiet hours begin on', () => {
    const monday = new Date('2026-05-11T00:00:00.000Z');
    const lasts = (quiet: QuietHours) => endOfQuiet(monday, quiet, 'UTC').getTime() - monday.getTime();
    const often = fc.constantFrom('00:00', '08:00', '16:00');
    const coarse = fc.record({ from: often, to: often });
    const whole = fc
      .tuple(...weekdays.map(() => coarse))
      .map((spans) => Object.fromEntries(weekdays.map((name, index) => [name, spans[index]])) as QuietHours);
    fc.assert(
      fc.property(fc.oneof(quietHours, whole), (quiet) => {
        expect(neverEnds(quiet)).toBe(lasts(quiet) >= 7 * days);
      }),
    );
    expect(neverEnds(nightly('08:00', '08:00'))).toBe(true);
    expect(neverEnds({ ...nightly('00:00', '00:00'), sun: { from: '00:00', to: '23:59' } })).toBe(false);
    expect(neverEnds(none)).toBe(false);
  });
});

describe('digests', () => {
  test('come at the full hour, at 9:00 and on Monday at 9:00 by the clock of the person', () => {
    const now = new Date('2026-05-06T10:12:00.000Z');
    const next = digests.map((digest) => iso(nextDigest(now, digest, 'Asia/Kolkata')));
    expect(next).toEqual([
      '2026-05-06T10:12:00.000Z',
      '2026-05-06T10:30:00.000Z',
      '2026-05-07T03:30:00.000Z',
      '2026-05-11T03:30:00.000Z',
    ]);
  });

  test('take what comes at the very moment into the next one', () => {
    expect(iso(nextDigest(new Date('2026-05-04T09:00:00.000Z'), 'daily', 'UTC'))).toBe(
      '2026-05-05T09:00:00.000Z',
    );
    expect(iso(nextDigest(new Date('2026-05-04T09:00:00.000Z'), 'weekly', 'UTC'))).toBe(
      '2026-05-11T09:00:00.000Z',
    );
    expect(iso(nextDigest(new Date('2026-05-04T08:59:00.000Z'), 'weekly', 'UTC'))).toBe(
      '2026-05-04T09:00:00.000Z',
    );
  });

  test('come after now, in time and at 9:00, in all zones', () => {
    fc.assert(
      fc.property(zones, moments, fc.constantFrom('hourly', 'daily', 'weekly'), (zone, now, digest) => {
        const next = nextDigest(now, digest, zone);
        const longest = { hourly: 2 * hours, daily: 25 * hours, weekly: 7 * days + hours }[digest];
        const wait = next.getTime() - now.getTime();
        expect(wait).toBeGreaterThan(0);
        // A zone that moved across the date line had a day twice, or none.
        expect(wait).toBeLessThanOrEqual(longest + 24 * hours);
        const wall = wallTimeAt(next, zone);
        if (digest !== 'hourly') expect((wall - midnightOf(wall)) / hours).toBe(9);
        // Whatever is collected until then goes out together with it.
        const later = new Date(now.getTime() + Math.floor((wait - 1) / 2));
        if (digest !== 'hourly') expect(nextDigest(later, digest, zone)).toEqual(next);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a delivery', () => {
  const always = {
    quietHours: nightly('00:00', '00:00'),
    digests: { messages: 'weekly', security: 'weekly' },
  } as const;
  const now = new Date('2026-05-06T10:12:00.000Z');
  const at = (more: Partial<Timing>) =>
    iso(
      deliverAt({
        type: { category: 'messages', mandatory: [] },
        channel: 'email',
        account: { quietHours: null, digests: {} },
        timezone: 'Europe/Berlin',
        now,
        ...more,
      }),
    );

  test('of security waits for nothing, nor does what is mandatory, nor the inbox', () => {
    expect(
      at({ account: always, type: { category: 'security', mandatory: ['email'] }, channel: 'push' }),
    ).toBe(iso(now));
    expect(at({ account: always, type: { category: 'billing', mandatory: ['email'] } })).toBe(iso(now));
    expect(at({ account: always, channel: 'in-app' })).toBe(iso(now));
  });

  test('by mail waits for the digest of its category; a message to a phone does not', () => {
    const account = { quietHours: null, digests: { messages: 'daily' } } as const;
    expect(at({ account })).toBe('2026-05-07T07:00:00.000Z');
    expect(at({ account, channel: 'push' })).toBe(iso(now));
  });

  test('whose digest falls into quiet hours waits for their end', () => {
    const account = { quietHours: nightly('22:00', '10:00'), digests: { messages: 'daily' } } as const;
    expect(at({ account })).toBe('2026-05-07T08:00:00.000Z');
  });

  test('to somebody without a known zone goes by UTC', () => {
    const account = { quietHours: nightly('10:00', '11:00'), digests: {} };
    expect(at({ account, timezone: null })).toBe('2026-05-06T11:00:00.000Z');
    expect(at({ account, timezone: 'Mars/Olympus' })).toBe('2026-05-06T11:00:00.000Z');
  });
});
