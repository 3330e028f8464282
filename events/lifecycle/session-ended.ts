import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const sessionEnded = defineEvent({
  type: 'latchkey.session.ended',
  version: 1,
  description: 'A session ended by sign-out or by its owner.',
  data: v.object({ sessionId: v.string(), how: v.picklist(['signed-out', 'ended']) }),
});
