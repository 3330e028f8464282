import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const deletionCancelled = defineEvent({
  type: 'latchkey.deletion.cancelled',
  version: 1,
  description: 'A scheduled deletion was taken back, in the settings or by the mailed link.',
  data: v.object({
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
    how: v.picklist(['session', 'link']),
  }),
});
