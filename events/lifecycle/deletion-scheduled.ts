import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const deletionScheduled = defineEvent({
  type: 'latchkey.deletion.scheduled',
  version: 1,
  description:
    'The person wants their account deleted; it can be taken back until then. The cancel token is derived from this event.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    purgeAt: v.pipe(v.string(), v.isoTimestamp()),
    /** The companies that go with the account although others are in them. */
    companies: v.array(v.string()),
  }),
});
