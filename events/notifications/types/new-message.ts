import * as v from 'valibot';
import { excerpt, idField, line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const newMessage = defineNotificationType({
  id: 'new-message',
  category: 'messages',
  title: 'New message',
  description: 'Somebody wrote to you or your team.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: false, push: true, sms: false },
  mandatory: [],
  data: v.object({ conversationId: idField, from: line(), text: excerpt() }),
  texts: {
    'in-app': ({ from, text }) => ({ title: `Message from ${from}`, body: text }),
    email: ({ from, text }) => ({
      subject: `Message from ${from}`,
      paragraphs: [`${from} wrote:`, text],
      action: 'Answer',
    }),
    push: ({ from, text }) => ({ title: from, body: text }),
    sms: ({ from }, { product }) => `${product}: new message from ${from}.`,
  },
  path: ({ conversationId }) => `/conversations/${encodeURIComponent(conversationId)}`,
  sample: {
    conversationId: 'conversation-311',
    from: 'Charles Babbage',
    text: 'Could we talk about the engine tomorrow at ten?',
  },
});
