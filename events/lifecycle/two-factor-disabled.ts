import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const twoFactorDisabled = defineEvent({
  type: 'latchkey.two-factor.disabled',
  version: 1,
  description: 'Two-factor was turned off, and the authenticator and recovery codes forgotten.',
  data: v.object({
    /** By the person, by delayed recovery after everything was lost, or by support. */
    how: v.picklist(['by-the-person', 'recovery', 'support']),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
