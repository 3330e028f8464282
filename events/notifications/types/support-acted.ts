import * as v from 'valibot';
import { defineNotificationType } from '../notification-type.ts';

const words = {
  'sessions-ended': 'ended your sessions',
  'two-factor-reset': 'turned off two-factor',
  unlocked: 'lifted the wait after failed sign-ins',
} as const;

export const supportActed = defineNotificationType({
  id: 'support-acted',
  category: 'security',
  title: 'Support acted',
  description: 'Support did something to your account.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ action: v.picklist(['sessions-ended', 'two-factor-reset', 'unlocked']) }),
  texts: {
    'in-app': ({ action }) => ({
      title: 'Support worked on your account',
      body: `They ${words[action]}. Your security log tells who and why.`,
    }),
    push: ({ action }) => ({ title: 'Support worked on your account', body: `They ${words[action]}.` }),
  },
  path: () => '/settings/security/log',
  sample: { action: 'unlocked' },
});
