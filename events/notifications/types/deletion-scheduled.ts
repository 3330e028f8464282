import * as v from 'valibot';
import { momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const deletionScheduled = defineNotificationType({
  id: 'deletion-scheduled',
  category: 'security',
  title: 'Deletion scheduled',
  description: 'Your account is to be deleted.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ purgeAt: momentField }),
  texts: {
    'in-app': ({ purgeAt }, { timezone }) => ({
      title: 'Your account will be deleted',
      body: `On ${moment(purgeAt, timezone)}, unless you cancel it.`,
    }),
    push: ({ purgeAt }, { product, timezone }) => ({
      title: 'Deletion scheduled',
      body: `Your ${product} account will be deleted on ${moment(purgeAt, timezone)}.`,
    }),
  },
  path: () => '/settings/danger-zone',
  sample: { purgeAt: '2026-05-19T12:03:00.000Z' },
});
