import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const exportCompleted = defineEvent({
  type: 'latchkey.export.completed',
  version: 1,
  description:
    "The copy of the owner's data is packed, and can be downloaded for a day. It sends the mail that says so.",
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    jobId: v.string(),
    /** In bytes. */
    size: v.number(),
    expiresAt: v.pipe(v.string(), v.isoTimestamp()),
  }),
});
