import * as v from 'valibot';

/** The days of quiet hours, Monday first. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `22:00` */
const clockTime = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Minutes since midnight of a time by the clock. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

function timeSchema() {
  return v.pipe(
    v.string((issue) => (issue.received === 'undefined' ? 'required' : 'wrong-type')),
    v.regex(clockTime, 'invalid-value'),
  );
}

/** Quiet hours that begin on a day; an end that is not after the beginning lies on the next day, so that one as late as it is a whole day off. */
const spanSchema = v.object({ from: timeSchema(), to: timeSchema() }, 'wrong-type');
export type QuietSpan = v.InferOutput<typeof spanSchema>;

const daySchema = v.nullish(spanSchema, null);

/** Quiet hours per weekday, in the person's own time zone; null for a day without. */
export const quietHoursSchema = v.object(
  {
    mon: daySchema,
    tue: daySchema,
    wed: daySchema,
    thu: daySchema,
    fri: daySchema,
    sat: daySchema,
    sun: daySchema,
  },
  'wrong-type',
);
export type QuietHours = v.InferOutput<typeof quietHoursSchema>;

const day = 24 * 60;
const week = 7 * day;

/** Whether there is no minute in a week that isn't quiet. */
export function neverEnds(quietHours: QuietHours): boolean {
  const spans = weekdays.flatMap((weekday, index) => {
    const span = quietHours[weekday];
    if (span === null) return [];
    const [from, to] = [minutesOf(span.from), minutesOf(span.to)];
    const begins = index * day + from;
    const ends = index * day + to + (to > from ? 0 : day);
    // Those that last into Monday stand before it, too.
    return [
      [begins - week, ends - week],
      [begins, ends],
    ] as const;
  });
  let quietUntil = 0;
  for (const [begins, ends] of spans.toSorted(([a], [b]) => a - b))
    if (begins <= quietUntil) quietUntil = Math.max(quietUntil, ends);
  return quietUntil >= week;
}

export const digests = ['at-once', 'hourly', 'daily', 'weekly'] as const;
/** How often the mails of a category come. */
export const digestSchema = v.picklist(digests, 'invalid-choice');
export type Digest = v.InferOutput<typeof digestSchema>;
