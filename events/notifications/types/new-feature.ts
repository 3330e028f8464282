import * as v from 'valibot';
import { excerpt, line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const newFeature = defineNotificationType({
  id: 'new-feature',
  category: 'product',
  title: 'New feature',
  description: 'There is something new to try.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: false, push: false },
  mandatory: [],
  data: v.object({ feature: line(), summary: excerpt(1000) }),
  texts: {
    'in-app': ({ feature, summary }) => ({ title: `New: ${feature}`, body: summary }),
    email: ({ feature, summary }, { product }) => ({
      subject: `New in ${product}: ${feature}`,
      paragraphs: [summary],
      action: 'Try it',
    }),
    push: ({ feature }, { product }) => ({ title: `New in ${product}`, body: feature }),
  },
  path: () => '/updates',
  sample: { feature: 'Call summaries', summary: 'Every call now ends with a summary that you can share.' },
});
