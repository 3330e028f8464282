import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const pushSubscribed = defineEvent({
  type: 'latchkey.push.subscribed',
  version: 1,
  description: 'A browser was chosen to show notifications.',
  data: v.object({ browserId: v.string(), browser: v.string(), os: v.string() }),
});
