import * as v from 'valibot';
import { line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const passkeyChanged = defineNotificationType({
  id: 'passkey-changed',
  category: 'security',
  title: 'Passkeys changed',
  description: 'A passkey was added to your account or removed from it.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  mailedBy: 'mailer',
  data: v.object({ change: v.picklist(['added', 'removed']), passkey: line(100) }),
  texts: {
    'in-app': ({ change, passkey }) => ({
      title: `The passkey “${passkey}” was ${change}`,
      body: 'If this wasn’t you, look at your passkeys and change your password.',
    }),
    push: ({ change, passkey }) => ({ title: `Passkey ${change}`, body: passkey }),
  },
  path: () => '/settings/security',
  sample: { change: 'added', passkey: 'Office laptop' },
});
