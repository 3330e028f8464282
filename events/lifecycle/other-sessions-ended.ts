import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const otherSessionsEnded = defineEvent({
  type: 'latchkey.session.others-ended',
  version: 1,
  description: 'The owner ended all sessions but the one named here.',
  data: v.object({ sessionId: v.string() }),
});
