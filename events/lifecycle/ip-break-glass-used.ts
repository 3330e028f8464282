import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';
import { recipientsSchema } from '../recipients.ts';

export const ipBreakGlassUsed = defineEvent({
  type: 'latchkey.company.ip-break-glass-used',
  version: 1,
  description:
    'An owner proved everything there is to prove and passes the IP restrictions for half an hour.',
  data: v.object({
    company: v.string(),
    /** The name of the owner who used it. */
    owner: v.string(),
    until: v.pipe(v.string(), v.isoTimestamp()),
    recipients: recipientsSchema,
  }),
});
