import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const recoveryCancelled = defineEvent({
  type: 'latchkey.recovery.cancelled',
  version: 1,
  description: 'A waiting recovery was cancelled, or had lost its ground when its time came.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    /** From a live session, by the mailed link, or by itself: the address or two-factor had changed. */
    how: v.picklist(['session', 'link', 'address-changed', 'two-factor-changed']),
  }),
});
