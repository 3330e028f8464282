import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const emailChangeRequested = defineEvent({
  type: 'latchkey.email.change-requested',
  version: 1,
  description: 'An address change waits for its confirmation from the new mailbox.',
  data: v.object({
    email: v.string(),
    newEmail: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
