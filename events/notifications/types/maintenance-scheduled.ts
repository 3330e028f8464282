import * as v from 'valibot';
import { excerpt, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const maintenanceScheduled = defineNotificationType({
  id: 'maintenance-scheduled',
  category: 'product',
  title: 'Maintenance',
  description: 'The product will be out of service for a while.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: false },
  mandatory: [],
  data: v.object({ from: momentField, to: momentField, impact: excerpt(500) }),
  texts: {
    'in-app': ({ from, impact }, { timezone }) => ({
      title: `Maintenance on ${moment(from, timezone)}`,
      body: impact,
    }),
    email: ({ from, to, impact }, { product, timezone }) => ({
      subject: `${product}: maintenance on ${moment(from, timezone)}`,
      paragraphs: [impact],
      facts: [
        { label: 'From', value: moment(from, timezone) },
        { label: 'To', value: moment(to, timezone) },
      ],
      action: 'See the status',
    }),
    push: ({ from }, { product, timezone }) => ({
      title: product,
      body: `Maintenance on ${moment(from, timezone)}.`,
    }),
  },
  path: () => '/status',
  sample: {
    from: '2026-05-16T20:00:00.000Z',
    to: '2026-05-16T22:00:00.000Z',
    impact: 'Calls are taken as usual; the reports pause.',
  },
});
