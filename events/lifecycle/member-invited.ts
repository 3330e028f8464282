import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const memberInvited = defineEvent({
  type: 'latchkey.member.invited',
  version: 1,
  description: 'An address was invited to a company. The link in its mail is derived from this event.',
  data: v.object({
    invitationId: v.string(),
    email: v.string(),
    role: v.picklist(['admin', 'member']),
    companyName: v.string(),
    inviterName: v.string(),
  }),
});
