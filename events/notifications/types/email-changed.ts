import * as v from 'valibot';
import { defineNotificationType } from '../notification-type.ts';

export const emailChanged = defineNotificationType({
  id: 'email-changed',
  category: 'security',
  title: 'Email address changed',
  description: 'The address that you sign in with was changed or restored.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ change: v.picklist(['changed', 'restored']) }),
  texts: {
    'in-app': ({ change }) => ({
      title: `Your email address was ${change}`,
      body: 'The old address got a link that undoes this for seven days.',
    }),
    push: ({ change }, { product }) => ({
      title: 'Email address changed',
      body: `The address of your ${product} account was ${change}.`,
    }),
  },
  path: () => '/settings/profile',
  sample: { change: 'changed' },
});
