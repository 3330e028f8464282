import * as v from 'valibot';
import { countField, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { counted, day } from '../words.ts';

export const weeklyReport = defineNotificationType({
  id: 'weekly-report',
  category: 'reports',
  title: 'Weekly report',
  description: 'How the past week went in your company; Mondays at 9:00.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': false, email: true },
  mandatory: [],
  data: v.object({
    from: momentField,
    to: momentField,
    answered: countField,
    missed: countField,
    casesClosed: countField,
  }),
  texts: {
    'in-app': ({ answered, missed }) => ({
      title: 'Your weekly report',
      body: `${counted(answered, 'call')} answered, ${counted(missed, 'call')} missed.`,
    }),
    email: ({ from, to, answered, missed, casesClosed }, { company, timezone }) => ({
      subject: `The past week: ${counted(answered, 'call')} answered, ${counted(missed, 'call')} missed`,
      paragraphs: [
        `How the week from ${day(from, timezone)} to ${day(to, timezone)} went at ${company ?? 'your company'}.`,
      ],
      facts: [
        { label: 'Calls answered', value: counted(answered, 'call') },
        { label: 'Calls missed', value: counted(missed, 'call') },
        { label: 'Cases closed', value: counted(casesClosed, 'case') },
      ],
      action: 'See the report',
    }),
  },
  path: () => '/reports/weekly',
  sample: {
    from: '2026-05-04T00:00:00.000Z',
    to: '2026-05-10T23:59:59.000Z',
    answered: 398,
    missed: 14,
    casesClosed: 27,
  },
});
