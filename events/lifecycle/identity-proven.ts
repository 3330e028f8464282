import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const identityProven = defineEvent({
  type: 'latchkey.session.identity-proven',
  version: 1,
  description: 'A signed-in person proved their identity anew (step-up).',
  data: v.object({ sessionId: v.string() }),
});
