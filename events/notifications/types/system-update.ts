import * as v from 'valibot';
import { excerpt, line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const systemUpdate = defineNotificationType({
  id: 'system-update',
  category: 'product',
  title: 'System update',
  description: 'Something that you use works differently now.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: false, push: false },
  mandatory: [],
  data: v.object({ title: line(), summary: excerpt(1000) }),
  texts: {
    'in-app': ({ title, summary }) => ({ title, body: summary }),
    email: ({ title, summary }, { product }) => ({
      subject: `${product}: ${title}`,
      paragraphs: [summary],
      action: 'Read more',
    }),
    push: ({ title }, { product }) => ({ title: product, body: title }),
  },
  path: () => '/updates',
  sample: { title: 'Faster search in transcripts', summary: 'Transcripts are now found while you type.' },
});
