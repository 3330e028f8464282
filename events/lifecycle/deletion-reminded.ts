import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const deletionReminded = defineEvent({
  type: 'latchkey.deletion.reminded',
  version: 1,
  description: 'The account is deleted a day from now, unless that is taken back.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    purgeAt: v.pipe(v.string(), v.isoTimestamp()),
    /** The event that scheduled it, from which the cancel token is derived. */
    scheduledBy: v.string(),
  }),
});
