import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const sessionStarted = defineEvent({
  type: 'latchkey.session.started',
  version: 1,
  description: 'Somebody signed in.',
  data: v.object({
    sessionId: v.string(),
    newBrowser: v.boolean(),
    /** What proved the person; a second factor stands for itself and the password before it. */
    method: v.optional(v.picklist(['password', 'totp', 'recovery-code', 'passkey']), 'password'),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
