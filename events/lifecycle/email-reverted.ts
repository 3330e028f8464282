import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const emailReverted = defineEvent({
  type: 'latchkey.email.reverted',
  version: 1,
  description: 'The old address was restored by its link; every session ended and a reset began.',
  data: v.object({
    email: v.string(),
    abandonedEmail: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
