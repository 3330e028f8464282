import { days, minutes } from '../clock.ts';

/**
 * Wall-clock time in a zone, by the runtime's own zone data. A reading is told as the milliseconds that it would
 * be in UTC, so that days and minutes are added to it as numbers.
 */
export type WallTime = number;

const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format costs far more than using it.
function formatOf(timezone: string): Intl.DateTimeFormat {
  const known = formats.get(timezone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timezone, format);
  return format;
}

/** What the clocks of a zone show at a moment, to the second. */
export function wallTimeAt(moment: Date, timezone: string): WallTime {
  const read: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatOf(timezone).formatToParts(moment)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function offsetAt(instant: number, timezone: string): number {
  const whole = Math.floor(instant / 1000) * 1000;
  return wallTimeAt(new Date(whole), timezone) - whole;
}

/**
 * The moment at which the clocks of a zone show a time. Where they show it twice (clocks are set back) `twice` says
 * which is meant; where they skip it (clocks are set forward) it is the moment of the skip.
 */
export function momentOf(wall: WallTime, timezone: string, twice: 'first' | 'second'): Date {
  const before = offsetAt(wall - days, timezone);
  const then = offsetAt(wall + days, timezone);
  const [first, second] = [wall - Math.max(before, then), wall - Math.min(before, then)];
  const shown = [first, second].filter((instant) => instant + offsetAt(instant, timezone) === wall);
  const [earliest] = shown;
  if (earliest !== undefined) return new Date(twice === 'first' ? earliest : (shown.at(-1) ?? earliest));
  return skipBetween(first, second, timezone);
}

/** The moment between two at which the clocks were set; zones change at whole minutes. */
function skipBetween(from: number, to: number, timezone: string): Date {
  const before = offsetAt(from, timezone);
  let [low, high] = [from, to];
  while (high - low > minutes) {
    const middle = low + Math.floor((high - low) / 2 / minutes) * minutes;
    if (offsetAt(middle, timezone) === before) low = middle;
    else high = middle;
  }
  return new Date(high);
}

/** Midnight of the day of a reading. */
export function midnightOf(wall: WallTime): WallTime {
  return Math.floor(wall / days) * days;
}
