import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const mailUnsubscribed = defineEvent({
  type: 'latchkey.notification.unsubscribed',
  version: 1,
  description: 'The link of a mail turned off the mails of a notification type, or of a category.',
  data: v.object({ scope: v.picklist(['type', 'category']), name: v.string(), types: v.array(v.string()) }),
});
