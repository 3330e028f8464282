import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const recoveryCodeUsed = defineEvent({
  type: 'latchkey.two-factor.recovery-code-used',
  version: 1,
  description: 'A recovery code stood in for the authenticator and is used up.',
  data: v.object({
    codesLeft: v.number(),
    /** What it was given for. */
    purpose: v.picklist(['sign-in', 'step-up', 'break-glass', 'deletion', 'data-reset']),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
