import * as v from 'valibot';
import { countField, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { counted, moment } from '../words.ts';

export const callVolumeSpike = defineNotificationType({
  id: 'call-volume-spike',
  category: 'messages',
  title: 'Unusually many calls',
  description: 'Far more calls come in than usual at this hour.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': true, email: true, push: false, sms: false },
  mandatory: [],
  data: v.object({ calls: countField, usual: countField, since: momentField }),
  texts: {
    'in-app': ({ calls, usual }) => ({
      title: 'Unusually many calls',
      body: `${counted(calls, 'call')} in the past hour, where ${counted(usual, 'call')} would be usual.`,
    }),
    email: ({ calls, usual, since }, { company, timezone }) => ({
      subject: `Unusually many calls: ${counted(calls, 'call')} in an hour`,
      paragraphs: [`Far more calls come in at ${company ?? 'your company'} than usual at this hour.`],
      facts: [
        { label: 'Calls', value: counted(calls, 'call') },
        { label: 'Usual', value: counted(usual, 'call') },
        { label: 'Since', value: moment(since, timezone) },
      ],
      action: 'See the calls',
    }),
    push: ({ calls }) => ({
      title: 'Unusually many calls',
      body: `${counted(calls, 'call')} in the past hour.`,
    }),
    sms: ({ calls }, { product }) =>
      `${product}: unusually many calls, ${counted(calls, 'call')} in an hour.`,
  },
  path: () => '/calls',
  sample: { calls: 312, usual: 45, since: '2026-05-12T11:00:00.000Z' },
});
