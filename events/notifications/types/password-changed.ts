import * as v from 'valibot';
import { defineNotificationType } from '../notification-type.ts';

export const passwordChanged = defineNotificationType({
  id: 'password-changed',
  category: 'security',
  title: 'Password changed',
  description: 'Your password was changed or set anew.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ how: v.picklist(['changed', 'reset']) }),
  texts: {
    'in-app': ({ how }) => ({
      title: how === 'reset' ? 'Your password was reset' : 'Your password was changed',
      body: 'If this wasn’t you, use the link in the mail that we sent you.',
    }),
    push: (_, { product }) => ({
      title: 'Password changed',
      body: `The password of your ${product} account was changed.`,
    }),
  },
  path: () => '/settings/security',
  sample: { how: 'changed' },
});
