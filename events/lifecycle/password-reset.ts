import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const passwordReset = defineEvent({
  type: 'latchkey.password.reset',
  version: 1,
  description: 'The password was set anew by a mailed link; every session ended.',
  data: v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
});
