import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const mailResubscribed = defineEvent({
  type: 'latchkey.notification.resubscribed',
  version: 1,
  description: 'Turning off mails by the link of one was undone.',
  data: v.object({ scope: v.picklist(['type', 'category']), name: v.string(), types: v.array(v.string()) }),
});
