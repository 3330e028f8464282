import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const passwordChanged = defineEvent({
  type: 'latchkey.password.changed',
  version: 1,
  description:
    'The owner changed the password. Recorded before Cognito takes it: of a change that then failed there is a second record once it is repeated.',
  data: v.object({
    /** Whether the other sessions were ended with it. */
    othersEnded: v.boolean(),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
