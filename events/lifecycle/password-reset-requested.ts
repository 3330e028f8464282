import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const passwordResetRequested = defineEvent({
  type: 'latchkey.password.reset-requested',
  version: 1,
  description: 'A reset link was asked for. The mailed code is derived from this event.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    cause: v.picklist(['forgotten', 'email-reverted', 'disowned', 'sent-by-admin']),
    /** Who had it sent, where an admin did, and for which company. */
    admin: v.optional(v.object({ name: v.string(), companyName: v.string() })),
  }),
});
