import * as v from 'valibot';
import { excerpt, idField, line } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';

export const negativeSentiment = defineNotificationType({
  id: 'negative-sentiment',
  category: 'work',
  title: 'Unhappy caller',
  description: 'A call ended with a caller who was not content.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: false },
  mandatory: [],
  data: v.object({ callId: idField, caller: line(), summary: excerpt() }),
  texts: {
    'in-app': ({ caller, summary }) => ({ title: `${caller} was not content`, body: summary }),
    email: ({ caller, summary }) => ({
      subject: `Unhappy caller: ${caller}`,
      paragraphs: [`A call with ${caller} did not go well. In short:`, summary],
      action: 'Read the transcript',
    }),
    push: ({ caller }) => ({ title: 'Unhappy caller', body: `A call with ${caller} did not go well.` }),
  },
  path: ({ callId }) => `/calls/${encodeURIComponent(callId)}`,
  sample: {
    callId: 'call-5790',
    caller: 'Mary Somerville',
    summary: 'Waited for twenty minutes, was cut off, and wants her order cancelled.',
  },
});
