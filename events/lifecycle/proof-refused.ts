import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const proofRefused = defineEvent({
  type: 'latchkey.security.proof-refused',
  version: 1,
  description: 'A proof of identity failed so often that further ones must wait.',
  data: v.object({
    failures: v.number(),
    waitSeconds: v.number(),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
