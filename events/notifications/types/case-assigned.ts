import * as v from 'valibot';
import { idField, line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const caseAssigned = defineNotificationType({
  id: 'case-assigned',
  category: 'work',
  title: 'Case assigned to you',
  description: 'A case became yours to work on.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: [],
  data: v.object({ caseId: idField, subject: line(), by: line() }),
  texts: {
    'in-app': ({ subject, by }) => ({ title: subject, body: `${by} assigned this case to you.` }),
    email: ({ subject, by }) => ({
      subject: `Assigned to you: ${subject}`,
      paragraphs: [`${by} assigned the case “${subject}” to you.`],
      action: 'Open the case',
    }),
    push: ({ subject, by }) => ({ title: 'Case assigned to you', body: `${subject}, by ${by}.` }),
  },
  path: ({ caseId }) => `/cases/${encodeURIComponent(caseId)}`,
  sample: { caseId: 'case-77', subject: 'Number porting is stuck', by: 'Grace Hopper' },
});
