import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companySwitched = defineEvent({
  type: 'latchkey.session.company-switched',
  version: 1,
  description:
    'A session went to another company: as its person asked, or because they belong to the earlier one no more.',
  data: v.object({
    sessionId: v.string(),
    fromCompanyId: v.string(),
    cause: v.picklist(['asked', 'left', 'membership-ended', 'company-deleted']),
  }),
});
