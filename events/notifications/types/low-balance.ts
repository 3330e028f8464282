import * as v from 'valibot';
import { moneyField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { money } from '../words.ts';

export const lowBalance = defineNotificationType({
  id: 'low-balance',
  category: 'billing',
  title: 'Low balance',
  description: 'The credit of your company is nearly used up.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': true, email: true, push: true, sms: false },
  mandatory: [],
  data: v.object({ balance: moneyField, threshold: moneyField }),
  texts: {
    'in-app': ({ balance }) => ({ title: 'Your balance is low', body: `${money(balance)} is left.` }),
    email: ({ balance, threshold }, { company }) => ({
      subject: `Your balance is low: ${money(balance)}`,
      paragraphs: [
        `The balance of ${company ?? 'your company'} fell below ${money(threshold)}. Calls stop when it is used up.`,
      ],
      facts: [{ label: 'Balance', value: money(balance) }],
      action: 'Add credit',
    }),
    push: ({ balance }) => ({ title: 'Low balance', body: `${money(balance)} is left.` }),
    sms: ({ balance }, { product }) => `${product}: your balance is low, ${money(balance)} is left.`,
  },
  path: () => '/billing',
  sample: {
    balance: { amount: 1250, currency: 'EUR' },
    threshold: { amount: 2000, currency: 'EUR' },
  },
});
