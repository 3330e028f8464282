import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const recoveryStarted = defineEvent({
  type: 'latchkey.recovery.started',
  version: 1,
  description:
    'The mailbox was proven; two-factor will be turned off when the wait ends. The cancel token is derived from this event.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    endsAt: v.pipe(v.string(), v.isoTimestamp()),
  }),
});
