import * as v from 'valibot';
import { timestampSchema } from '../fields.ts';

/**
 * What the pages of a log are asked with and answer in: the account's security log and the company's audit log
 * alike. Light enough for the browser.
 */

const day = /^\d{4}-\d{2}-\d{2}$/;

/** A moment in ISO 8601, or a date, which stands for the moment in UTC at which it begins (or ends). */
function moment(edge: 'begin' | 'end') {
  return v.pipe(
    v.string('wrong-type'),
    v.check((text) => /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text), 'invalid-value'),
    v.transform((text) => {
      const date = new Date(text);
      return day.test(text) && edge === 'end' ? new Date(date.getTime() + 86_400_000) : date;
    }),
    v.check((date) => !Number.isNaN(date.getTime()), 'invalid-value'),
    v.transform((date) => date.toISOString()),
  );
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where the next page begins; opaque to callers. */
const cursorSchema = v.pipe(
  v.string('wrong-type'),
  // The 36 characters of an id, so that it decodes without a rest.
  v.regex(/^[A-Za-z0-9_-]{48}$/, 'invalid-value'),
  v.transform((cursor) => atob(cursor.replaceAll('-', '+').replaceAll('_', '/'))),
  v.regex(uuid, 'invalid-value'),
);

/** The cursor of the page after an event. */
export function cursorAfter(eventId: string): string {
  return btoa(eventId).replaceAll('+', '-').replaceAll('/', '_');
}

/** The query of every log: `from` on, up to `to` (a date includes its day), after `cursor`, as JSON or CSV. */
export const logQueryEntries = {
  from: v.optional(moment('begin')),
  to: v.optional(moment('end')),
  cursor: v.optional(cursorSchema),
  format: v.optional(v.picklist(['json', 'csv'], 'invalid-choice'), 'json'),
} as const;

const deviceSchema = v.picklist(['desktop', 'mobile', 'tablet', 'other']);

/** What every line of a log has; who acted is told by each log in its own way. */
export const logLineEntries = {
  id: v.string(),
  type: v.string(),
  at: timestampSchema,
  browser: v.nullable(v.string()),
  os: v.nullable(v.string()),
  device: v.nullable(deviceSchema),
  ip: v.nullable(v.string()),
  /** What the event's type says further: names, numbers, choices. */
  details: v.record(v.string(), v.unknown()),
} as const;
