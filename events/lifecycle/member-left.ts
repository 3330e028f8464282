import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const memberLeft = defineEvent({
  type: 'latchkey.member.left',
  version: 1,
  description: 'A member left the company.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    companyName: v.string(),
  }),
});
