import * as v from 'valibot';
import { defineNotificationType } from '../notification-type.ts';

const words = {
  started: [
    'Two-factor is being recovered',
    'It will be turned off when the wait is over, unless you cancel it.',
  ],
  cancelled: ['The recovery was cancelled', 'Two-factor stays on.'],
  completed: ['The recovery is complete', 'Two-factor is off; turn it on again.'],
} as const;

export const recoveryChanged = defineNotificationType({
  id: 'recovery-changed',
  category: 'security',
  title: 'Account recovery',
  description: 'Somebody recovers your account without its authenticator.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ change: v.picklist(['started', 'cancelled', 'completed']) }),
  texts: {
    'in-app': ({ change }) => ({ title: words[change][0], body: words[change][1] }),
    push: ({ change }) => ({ title: words[change][0], body: words[change][1] }),
  },
  path: () => '/settings/security',
  sample: { change: 'started' },
});
