import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';
import { recipientsSchema } from '../recipients.ts';

export const ipEnforcementBegan = defineEvent({
  type: 'latchkey.company.ip-enforcement-began',
  version: 1,
  description: 'A company began to enforce its IP restrictions; unconfirmed, that reverts by itself.',
  data: v.object({
    company: v.string(),
    scope: v.picklist(['all', 'sensitive']),
    until: v.pipe(v.string(), v.isoTimestamp()),
    recipients: recipientsSchema,
  }),
});
