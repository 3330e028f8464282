import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const passkeyRemoved = defineEvent({
  type: 'latchkey.passkey.removed',
  version: 1,
  description: 'A passkey was removed and signs in no more.',
  data: v.object({
    passkeyId: v.string(),
    passkeyName: v.string(),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
