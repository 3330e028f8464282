import * as v from 'valibot';
import { countField, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { counted, day, duration } from '../words.ts';

export const weeklyUsage = defineNotificationType({
  id: 'weekly-usage',
  category: 'reports',
  title: 'Weekly usage',
  description: 'What your company used in the past week; Mondays at 9:00.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': false, email: true },
  mandatory: [],
  data: v.object({
    from: momentField,
    to: momentField,
    calls: countField,
    minutes: countField,
    averageSeconds: countField,
  }),
  texts: {
    'in-app': ({ calls, minutes }) => ({
      title: 'Usage of the past week',
      body: `${counted(calls, 'call')}, ${counted(minutes, 'minute')}.`,
    }),
    email: ({ from, to, calls, minutes, averageSeconds }, { company, timezone }) => ({
      subject: `Usage of the past week: ${counted(minutes, 'minute')}`,
      paragraphs: [
        `What ${company ?? 'your company'} used from ${day(from, timezone)} to ${day(to, timezone)}.`,
      ],
      facts: [
        { label: 'Calls', value: counted(calls, 'call') },
        { label: 'Minutes', value: counted(minutes, 'minute') },
        { label: 'On average', value: duration(averageSeconds) },
      ],
      action: 'See the usage',
    }),
  },
  path: () => '/usage',
  sample: {
    from: '2026-05-04T00:00:00.000Z',
    to: '2026-05-10T23:59:59.000Z',
    calls: 412,
    minutes: 1786,
    averageSeconds: 260,
  },
});
