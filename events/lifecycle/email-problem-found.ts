import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const emailProblemFound = defineEvent({
  type: 'latchkey.email.problem-found',
  version: 1,
  description:
    'Mail to the address bounced for good, or its receiver called it spam: nothing but mandatory mail is sent there.',
  data: v.object({ email: v.string(), kind: v.picklist(['bounce', 'complaint']) }),
});
