import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const pushUnsubscribed = defineEvent({
  type: 'latchkey.push.unsubscribed',
  version: 1,
  description: 'A browser shows notifications no more.',
  data: v.object({ browserId: v.string(), browser: v.string(), os: v.string() }),
});
