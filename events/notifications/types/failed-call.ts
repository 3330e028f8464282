import * as v from 'valibot';
import { idField, line, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const failedCall = defineNotificationType({
  id: 'failed-call',
  category: 'messages',
  title: 'Failed call',
  description: 'A call could not be put through.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: false, push: false, sms: false },
  mandatory: [],
  data: v.object({ callId: idField, callee: line(), cause: line(200), at: momentField }),
  texts: {
    'in-app': ({ callee, cause }) => ({ title: `Call to ${callee} failed`, body: cause }),
    email: ({ callee, cause, at }, { timezone }) => ({
      subject: `Call to ${callee} failed`,
      paragraphs: [`A call to ${callee} could not be put through.`],
      facts: [
        { label: 'Cause', value: cause },
        { label: 'When', value: moment(at, timezone) },
      ],
      action: 'See the call',
    }),
    push: ({ callee, cause }) => ({ title: 'Call failed', body: `${callee}: ${cause}` }),
    sms: ({ at }, { product, timezone }) => `${product}: a call failed, ${moment(at, timezone)}.`,
  },
  path: ({ callId }) => `/calls/${encodeURIComponent(callId)}`,
  sample: {
    callId: 'call-5822',
    callee: '+44 20 7946 0018',
    cause: 'The number is not in service.',
    at: '2026-05-12T12:09:00.000Z',
  },
});
