import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const activityDisowned = defineEvent({
  type: 'latchkey.security.activity-disowned',
  version: 1,
  description:
    'The owner said of a mailed notice that it was not them: the sessions in question ended, the password was thrown away, a reset began.',
  data: v.object({
    /** The event whose mail carried the link. */
    eventId: v.string(),
    activity: v.picklist(['sign-in', 'password-change']),
  }),
});
