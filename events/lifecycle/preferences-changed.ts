import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';
import { channels } from '../notifications/notification-type.ts';

const span = v.nullable(v.object({ from: v.string(), to: v.string() }));

export const preferencesChanged = defineEvent({
  type: 'latchkey.preferences.changed',
  version: 1,
  description: 'Somebody changed what they are told and how; what is left out stayed as it was.',
  data: v.object({
    /** `enabled` null: back to the default. */
    changes: v.array(
      v.object({ type: v.string(), channel: v.picklist(channels), enabled: v.nullable(v.boolean()) }),
    ),
    masters: v.record(v.string(), v.optional(v.boolean())),
    digests: v.record(v.string(), v.optional(v.string())),
    quietHours: v.optional(
      v.nullable(v.object({ mon: span, tue: span, wed: span, thu: span, fri: span, sat: span, sun: span })),
    ),
  }),
});
