import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const wouldHaveBlocked = defineEvent({
  type: 'latchkey.company.ip-would-have-blocked',
  version: 1,
  description:
    'Enforcement would have refused a member; monitoring let them in. Once an hour for each network.',
  data: v.object({
    scope: v.picklist(['all', 'sensitive']),
  }),
});
