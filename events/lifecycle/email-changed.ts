import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const emailChanged = defineEvent({
  type: 'latchkey.email.changed',
  version: 1,
  description:
    'The address changed. The old one gets a revert link, derived from this event, good for seven days.',
  data: v.object({
    email: v.string(),
    oldEmail: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
