import * as v from 'valibot';
import { countField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { counted } from '../words.ts';

export const recoveryCodeUsed = defineNotificationType({
  id: 'recovery-code-used',
  category: 'security',
  title: 'Recovery code used',
  description: 'A recovery code stood in for your authenticator.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ codesLeft: countField }),
  texts: {
    'in-app': ({ codesLeft }) => ({
      title: 'A recovery code was used',
      body: `${counted(codesLeft, 'code')} left. If this wasn’t you, change your password.`,
    }),
    push: ({ codesLeft }) => ({ title: 'Recovery code used', body: `${counted(codesLeft, 'code')} left.` }),
  },
  path: () => '/settings/security',
  sample: { codesLeft: 7 },
});
