import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const passkeyAdded = defineEvent({
  type: 'latchkey.passkey.added',
  version: 1,
  description: 'A passkey was added: it signs in by itself, for both factors.',
  data: v.object({
    passkeyId: v.string(),
    passkeyName: v.string(),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
