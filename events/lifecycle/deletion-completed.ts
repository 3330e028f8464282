import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const deletionCompleted = defineEvent({
  type: 'latchkey.deletion.completed',
  version: 1,
  description: 'The account is gone. Its address is told so once more, and the number of the receipt.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    receipt: v.string(),
  }),
});
