import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const sessionStarted = defineEvent({
  type: 'latchkey.session.started',
  version: 1,
  description: 'Somebody signed in.',
  data: v.object({
    sessionId: v.string(),
    newBrowser: v.boolean(),
    email: v.string(),
    name: v.string(),
    timezone: v.nullable(v.string()),
  }),
});
