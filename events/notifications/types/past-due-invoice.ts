import * as v from 'valibot';
import { dayField, idField, line, moneyField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { day, money } from '../words.ts';

export const pastDueInvoice = defineNotificationType({
  id: 'past-due-invoice',
  category: 'billing',
  title: 'Past-due invoice',
  description: 'An invoice of your company was not paid in time. Its mail cannot be turned off.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': true, email: true, push: true, sms: false },
  // Nobody is to lose the service because a mail about it was turned off once.
  mandatory: ['email'],
  data: v.object({ invoiceId: idField, number: line(60), total: moneyField, dueAt: dayField }),
  texts: {
    'in-app': ({ number, total, dueAt }, { timezone }) => ({
      title: `Invoice ${number} is past due`,
      body: `${money(total)} was due on ${day(dueAt, timezone)}.`,
    }),
    email: ({ number, total, dueAt }, { company, timezone }) => ({
      subject: `Invoice ${number} is past due`,
      paragraphs: [
        `The invoice ${number} for ${company ?? 'your company'} was due on ${day(dueAt, timezone)} and is not paid yet.`,
      ],
      facts: [{ label: 'Total', value: money(total) }],
      action: 'Pay the invoice',
    }),
    push: ({ number, total }) => ({ title: 'Past-due invoice', body: `${number}: ${money(total)}.` }),
    sms: ({ total }, { product }) => `${product}: an invoice over ${money(total)} is past due.`,
  },
  path: ({ invoiceId }) => `/billing/invoices/${encodeURIComponent(invoiceId)}`,
  sample: {
    invoiceId: 'inv-2026-04',
    number: 'LK-2026-0413',
    total: { amount: 98_000, currency: 'EUR' },
    dueAt: '2026-05-01',
  },
});
