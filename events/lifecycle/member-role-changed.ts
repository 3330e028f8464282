import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const memberRoleChanged = defineEvent({
  type: 'latchkey.member.role-changed',
  version: 1,
  description: 'A member has another role.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    role: v.picklist(['owner', 'admin', 'member']),
    oldRole: v.picklist(['owner', 'admin', 'member']),
    companyName: v.string(),
  }),
});
