import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const signUpRequested = defineEvent({
  type: 'latchkey.account.sign-up-requested',
  version: 1,
  description:
    'Somebody signed up; the address is not proven yet. The mailed code is derived from this event.',
  data: v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
});
