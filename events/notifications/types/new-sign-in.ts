import * as v from 'valibot';
import { line, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const newSignIn = defineNotificationType({
  id: 'new-sign-in',
  category: 'security',
  title: 'New sign-in',
  description: 'Somebody signed in from a browser that you have not used before.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ browser: line(), os: line(), at: momentField }),
  texts: {
    'in-app': ({ browser, os, at }, { timezone }) => ({
      title: 'New sign-in',
      body: `${browser} on ${os}, ${moment(at, timezone)}. If this wasn’t you, use the link in the mail.`,
    }),
    push: ({ browser, os }, { product }) => ({
      title: `New sign-in to ${product}`,
      body: `${browser} on ${os}. If this wasn’t you, look at your sessions.`,
    }),
  },
  path: () => '/settings/security',
  sample: { browser: 'Firefox 141', os: 'Linux', at: '2026-05-12T12:03:00.000Z' },
});
