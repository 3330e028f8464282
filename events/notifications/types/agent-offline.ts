import * as v from 'valibot';
import { idField, line, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const agentOffline = defineNotificationType({
  id: 'agent-offline',
  category: 'messages',
  title: 'Agent offline',
  description: 'An agent takes no calls any more.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true, sms: false },
  mandatory: [],
  data: v.object({ agentId: idField, agent: line(), since: momentField }),
  texts: {
    'in-app': ({ agent, since }, { timezone }) => ({
      title: `${agent} is offline`,
      body: `Takes no calls since ${moment(since, timezone)}.`,
    }),
    email: ({ agent, since }, { timezone }) => ({
      subject: `${agent} is offline`,
      paragraphs: [`${agent} takes no calls since ${moment(since, timezone)}.`],
      action: 'See the agent',
    }),
    push: ({ agent }) => ({ title: 'Agent offline', body: `${agent} takes no calls.` }),
    sms: ({ since }, { product, timezone }) =>
      `${product}: an agent takes no calls since ${moment(since, timezone)}.`,
  },
  path: ({ agentId }) => `/agents/${encodeURIComponent(agentId)}`,
  sample: { agentId: 'agent-reception', agent: 'Reception', since: '2026-05-12T12:00:00.000Z' },
});
