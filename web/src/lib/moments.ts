import { dateLocale, texts } from './messages.ts';

const hour = 3_600_000;
const relative = new Intl.RelativeTimeFormat(dateLocale, { numeric: 'auto' });

/** Times as a person reads them, all in one zone: theirs, or the browser's while none is known. */
export interface Moments {
  /** `12 May 2026 at 14:03` */
  readonly full: (moment: string) => string;
  /** `14:03` */
  readonly clock: (moment: string) => string;
  /** `today`, `yesterday`, `12 May 2026` */
  readonly day: (moment: string) => string;
  /** `just now`, `5 minutes ago`, `yesterday`, `12 May 2026` */
  readonly ago: (moment: string) => string;
  /** The zone's name: `Europe/Berlin`. */
  readonly zone: string;
}

function formatter(zone: string | null, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(dateLocale, { ...options, ...(zone === null ? {} : { timeZone: zone }) });
  } catch {
    // A zone that this browser does not know (RangeError).
    return new Intl.DateTimeFormat(dateLocale, options);
  }
}

/** @param now what "5 minutes ago" and "today" count from */
export function momentsIn(zone: string | null, now = new Date()): Moments {
  const date = formatter(zone, { day: 'numeric', month: 'long', year: 'numeric' });
  const full = formatter(zone, { dateStyle: 'long', timeStyle: 'short' });
  const clock = formatter(zone, { timeStyle: 'short' });
  const today = date.format(now);
  // A day in which the clocks are set has not 24 hours: one of these lies in the day before.
  const yesterday = [22, 26]
    .map((hours) => date.format(now.getTime() - hours * hour))
    .find((day) => day !== today);

  const dayOf = (moment: string): string => {
    const written = date.format(new Date(moment));
    if (written === today) return relative.format(0, 'day');
    return written === yesterday ? relative.format(-1, 'day') : written;
  };
  const ago = (moment: string): string => {
    const minutes = Math.floor((now.getTime() - Date.parse(moment)) / 60_000);
    if (minutes < 1) return texts.justNow;
    if (minutes < 60) return relative.format(-minutes, 'minute');
    return minutes < 24 * 60 ? relative.format(-Math.floor(minutes / 60), 'hour') : dayOf(moment);
  };
  return {
    full: (moment) => full.format(new Date(moment)),
    clock: (moment) => clock.format(new Date(moment)),
    day: dayOf,
    ago,
    zone: full.resolvedOptions().timeZone,
  };
}

/** An ISO moment as a person reads it, in a time zone or, where none is known, in the browser's: `Thursday, 26 November 2026 at 14:03 CET`. */
export function momentIn(iso: string, timezone: string | null): string {
  return new Intl.DateTimeFormat(dateLocale, {
    ...(timezone === null ? {} : { timeZone: timezone }),
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(iso));
}
