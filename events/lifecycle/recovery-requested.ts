import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const recoveryRequested = defineEvent({
  type: 'latchkey.recovery.requested',
  version: 1,
  description:
    'A link that starts a delayed recovery was asked for. The mailed token is derived from this event.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    /** Where it is off there is nothing to recover: a password reset is all it takes. */
    twoFactor: v.boolean(),
  }),
});
