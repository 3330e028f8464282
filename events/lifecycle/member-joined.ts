import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const memberJoined = defineEvent({
  type: 'latchkey.member.joined',
  version: 1,
  description: 'Somebody accepted an invitation and belongs to the company.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    role: v.picklist(['owner', 'admin', 'member']),
    companyName: v.string(),
    invitedBy: v.string(),
  }),
});
