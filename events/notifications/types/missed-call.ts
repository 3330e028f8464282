import * as v from 'valibot';
import { idField, line, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const missedCall = defineNotificationType({
  id: 'missed-call',
  category: 'messages',
  title: 'Missed call',
  description: 'Somebody called and nobody answered.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true, sms: false },
  mandatory: [],
  data: v.object({ callId: idField, caller: line(), agent: line(), at: momentField }),
  texts: {
    'in-app': ({ caller, agent }) => ({
      title: `Missed call from ${caller}`,
      body: `${agent} did not answer.`,
    }),
    email: ({ caller, agent, at }, { timezone }) => ({
      subject: `Missed call from ${caller}`,
      paragraphs: [`${caller} called and ${agent} did not answer.`],
      facts: [
        { label: 'From', value: caller },
        { label: 'Agent', value: agent },
        { label: 'When', value: moment(at, timezone) },
      ],
      action: 'See the call',
    }),
    push: ({ caller, agent }) => ({ title: 'Missed call', body: `${caller} called ${agent}.` }),
    sms: ({ caller, at }, { product, timezone }) =>
      `${product}: missed call from ${caller}, ${moment(at, timezone)}.`,
  },
  path: ({ callId }) => `/calls/${encodeURIComponent(callId)}`,
  sample: {
    callId: 'call-5821',
    caller: '+1 202-555-0123',
    agent: 'Reception',
    at: '2026-05-12T12:03:00.000Z',
  },
});
