import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const recoveryCompleted = defineEvent({
  type: 'latchkey.recovery.completed',
  version: 1,
  description: 'The wait is over: two-factor is off, recovery codes are void, every session has ended.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
