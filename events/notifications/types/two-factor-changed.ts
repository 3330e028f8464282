import * as v from 'valibot';
import { defineNotificationType } from '../notification-type.ts';

const words = {
  enabled: 'Two-factor is on',
  disabled: 'Two-factor is off',
  'codes-regenerated': 'You have new recovery codes',
} as const;

export const twoFactorChanged = defineNotificationType({
  id: 'two-factor-changed',
  category: 'security',
  title: 'Two-factor changed',
  description: 'Two-factor was turned on or off, or has new recovery codes.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ change: v.picklist(['enabled', 'disabled', 'codes-regenerated']) }),
  texts: {
    'in-app': ({ change }) => ({
      title: words[change],
      body: 'If this wasn’t you, change your password and end all sessions.',
    }),
    push: ({ change }, { product }) => ({ title: words[change], body: `Of your ${product} account.` }),
  },
  path: () => '/settings/security',
  sample: { change: 'enabled' },
});
