import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';
import { recipientsSchema } from '../recipients.ts';

export const ipEnforcementReverted = defineEvent({
  type: 'latchkey.company.ip-enforcement-reverted',
  version: 1,
  description:
    'Nobody confirmed in time that a company enforces its IP restrictions, so they are as they were.',
  data: v.object({
    company: v.string(),
    mode: v.picklist(['off', 'monitor', 'enforce']),
    scope: v.picklist(['all', 'sensitive']),
    recipients: recipientsSchema,
  }),
});
