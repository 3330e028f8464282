import type { Channel, NotificationType } from '#events/notifications/notification-type.ts';
import { days, hours, minutes } from '../clock.ts';
import { isTimezone } from '../fields.ts';
import type { AccountPreferences } from './preferences-item.ts';
import { type Digest, minutesOf, type QuietHours, weekdays } from './timing-fields.ts';
import { midnightOf, momentOf, wallTimeAt } from './zoned-time.ts';

/** When the day's and the week's digest come. */
const digestHour = 9 * hours;

export interface Timing {
  readonly type: Pick<NotificationType, 'category' | 'mandatory'>;
  readonly channel: Channel;
  readonly account: Pick<AccountPreferences, 'quietHours' | 'digests'>;
  /** The person's; UTC where none is known. */
  readonly timezone: string | null;
  readonly now: Date;
}

/**
 * When a delivery that is due now goes out: now, or when the digest of its category comes (mails only) and the
 * quiet hours are over. It never lies before now. What belongs to security or is mandatory waits for nothing, nor
 * does the inbox, which disturbs nobody. Everything that is collected for one digest gets the same moment.
 */
export function deliverAt({ type, channel, account, timezone, now }: Timing): Date {
  if (channel === 'in-app' || type.category === 'security' || type.mandatory.includes(channel)) return now;
  const zone = timezone !== null && isTimezone(timezone) ? timezone : 'UTC';
  const digest = channel === 'email' ? (account.digests[type.category] ?? 'at-once') : 'at-once';
  return endOfQuiet(nextDigest(now, digest, zone), account.quietHours, zone);
}

/** The next moment after now at which a digest comes: the full hour, 9:00, or Monday 9:00 by the person's clock. */
export function nextDigest(now: Date, digest: Digest, timezone: string): Date {
  if (digest === 'at-once') return now;
  const wall = wallTimeAt(now, timezone);
  if (digest === 'hourly') {
    return momentOf((Math.floor(wall / hours) + 1) * hours, timezone, 'first');
  }
  const today = midnightOf(wall);
  const ahead = digest === 'daily' ? 0 : (7 - weekdayOf(today)) % 7;
  const next = momentOf(today + ahead * days + digestHour, timezone, 'first');
  if (next > now) return next;
  return momentOf(today + (ahead + (digest === 'daily' ? 1 : 7)) * days + digestHour, timezone, 'first');
}

/** The moment itself, or the end of the quiet hours that it lies in, those that follow on one another included. */
export function endOfQuiet(moment: Date, quietHours: QuietHours | null, timezone: string): Date {
  if (quietHours === null) return moment;
  const today = midnightOf(wallTimeAt(moment, timezone));
  let end = moment;
  // Yesterday's may still last. In a week without an hour that isn't quiet, this ends after eight days.
  for (let day = -1; day <= 7; day += 1) {
    const midnight = today + day * days;
    const span = quietHours[weekdays[weekdayOf(midnight)] ?? 'mon'];
    if (span === null) continue;
    const [from, to] = [minutesOf(span.from), minutesOf(span.to)];
    const begins = momentOf(midnight + from * minutes, timezone, 'first');
    const over = momentOf(midnight + (to > from ? 0 : days) + to * minutes, timezone, 'second');
    if (begins <= end && end < over) end = over;
  }
  return end;
}

/** 0 for Monday. The first of January 1970 was a Thursday. */
function weekdayOf(midnight: number): number {
  return (((midnight / days + 3) % 7) + 7) % 7;
}
