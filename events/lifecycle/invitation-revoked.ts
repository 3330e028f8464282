import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const invitationRevoked = defineEvent({
  type: 'latchkey.member.invitation-revoked',
  version: 1,
  description: 'An invitation was withdrawn before it was accepted.',
  data: v.object({
    invitationId: v.string(),
    email: v.string(),
  }),
});
