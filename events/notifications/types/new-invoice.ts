import * as v from 'valibot';
import { dayField, idField, line, moneyField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { day, money } from '../words.ts';

export const newInvoice = defineNotificationType({
  id: 'new-invoice',
  category: 'billing',
  title: 'New invoice',
  description: 'An invoice of your company is ready.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': true, email: true, push: false },
  mandatory: [],
  data: v.object({ invoiceId: idField, number: line(60), total: moneyField, dueAt: dayField }),
  texts: {
    'in-app': ({ number, total, dueAt }, { timezone }) => ({
      title: `Invoice ${number}`,
      body: `${money(total)}, due on ${day(dueAt, timezone)}.`,
    }),
    email: ({ number, total, dueAt }, { company, product, timezone }) => ({
      subject: `Invoice ${number} from ${product}`,
      paragraphs: [`The invoice ${number} for ${company ?? 'your company'} is ready.`],
      facts: [
        { label: 'Total', value: money(total) },
        { label: 'Due', value: day(dueAt, timezone) },
      ],
      action: 'See the invoice',
    }),
    push: ({ number, total }) => ({ title: 'New invoice', body: `${number}: ${money(total)}.` }),
  },
  path: ({ invoiceId }) => `/billing/invoices/${encodeURIComponent(invoiceId)}`,
  sample: {
    invoiceId: 'inv-2026-05',
    number: 'LK-2026-0513',
    total: { amount: 124_050, currency: 'EUR' },
    dueAt: '2026-06-01',
  },
});
