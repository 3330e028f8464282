import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const memberRemoved = defineEvent({
  type: 'latchkey.member.removed',
  version: 1,
  description: 'A member was removed by somebody else, or with the company itself.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    companyName: v.string(),
    cause: v.picklist(['removed', 'company-deleted']),
  }),
});
