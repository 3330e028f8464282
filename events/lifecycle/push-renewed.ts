import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const pushRenewed = defineEvent({
  type: 'latchkey.push.renewed',
  version: 1,
  description: 'The push service of a browser that shows notifications has given it another address.',
  data: v.object({
    browserId: v.string(),
    /** The id that it had before. */
    replacedId: v.string(),
    browser: v.string(),
    os: v.string(),
  }),
});
