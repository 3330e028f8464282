import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const emailChangeCancelled = defineEvent({
  type: 'latchkey.email.change-cancelled',
  version: 1,
  description: 'A pending address change was withdrawn, from the page or by the link in the old mailbox.',
  data: v.object({
    email: v.string(),
    newEmail: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    how: v.picklist(['withdrawn', 'link']),
  }),
});
