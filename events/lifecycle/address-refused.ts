import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const addressRefused = defineEvent({
  type: 'latchkey.security.address-refused',
  version: 1,
  description: 'A session, or the start of one, was refused for its address. Once an hour for each network.',
  data: v.object({
    by: v.picklist(['own', 'company']),
    at: v.picklist(['session', 'sign-in']),
    /** Whether the owner of the account is told by mail: once a day. */
    mail: v.boolean(),
    company: v.string(),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
