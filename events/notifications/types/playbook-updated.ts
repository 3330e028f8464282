import * as v from 'valibot';
import { excerpt, idField, line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const playbookUpdated = defineNotificationType({
  id: 'playbook-updated',
  category: 'work',
  title: 'Playbook updated',
  description: 'How calls of a kind are handled has changed.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: false, push: false },
  mandatory: [],
  data: v.object({ playbookId: idField, playbook: line(), by: line(), summary: excerpt() }),
  texts: {
    'in-app': ({ playbook, by, summary }) => ({
      title: `${playbook} was updated`,
      body: `By ${by}: ${summary}`,
    }),
    email: ({ playbook, by, summary }) => ({
      subject: `Playbook updated: ${playbook}`,
      paragraphs: [`${by} updated the playbook “${playbook}”:`, summary],
      action: 'Read the playbook',
    }),
    push: ({ playbook, by }) => ({ title: 'Playbook updated', body: `${playbook}, by ${by}.` }),
  },
  path: ({ playbookId }) => `/playbooks/${encodeURIComponent(playbookId)}`,
  sample: {
    playbookId: 'returns',
    playbook: 'Returns',
    by: 'Grace Hopper',
    summary: 'Ask for the order number first.',
  },
});
