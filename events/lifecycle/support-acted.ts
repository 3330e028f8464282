import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const supportActed = defineEvent({
  type: 'latchkey.support.acted',
  version: 1,
  description: 'Support looked at an account or did something to it. Who and why stands in `actor`.',
  data: v.object({
    action: v.picklist(['viewed', 'sessions-ended', 'two-factor-reset', 'unlocked']),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
