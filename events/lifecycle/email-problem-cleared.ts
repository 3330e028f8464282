import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const emailProblemCleared = defineEvent({
  type: 'latchkey.email.problem-cleared',
  version: 1,
  description: 'The person asked to have the address tried again; this event sends the mail that tries it.',
  data: v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
});
