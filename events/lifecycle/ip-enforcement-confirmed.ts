import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const ipEnforcementConfirmed = defineEvent({
  type: 'latchkey.company.ip-enforcement-confirmed',
  version: 1,
  description: 'An admin confirmed from an allowed address that a company enforces its IP restrictions.',
  data: v.object({
    scope: v.picklist(['all', 'sensitive']),
  }),
});
