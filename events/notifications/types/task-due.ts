import * as v from 'valibot';
import { idField, line, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

export const taskDue = defineNotificationType({
  id: 'task-due',
  category: 'work',
  title: 'Task due',
  description: 'A task of yours is due soon.',
  audience: ['owner', 'admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: [],
  data: v.object({ taskId: idField, task: line(), dueAt: momentField }),
  texts: {
    'in-app': ({ task, dueAt }, { timezone }) => ({
      title: task,
      body: `Due on ${moment(dueAt, timezone)}.`,
    }),
    email: ({ task, dueAt }, { timezone }) => ({
      subject: `Due soon: ${task}`,
      paragraphs: [`Your task “${task}” is due on ${moment(dueAt, timezone)}.`],
      action: 'Open the task',
    }),
    push: ({ task, dueAt }, { timezone }) => ({
      title: 'Task due',
      body: `${task}, ${moment(dueAt, timezone)}.`,
    }),
  },
  path: ({ taskId }) => `/tasks/${encodeURIComponent(taskId)}`,
  sample: { taskId: 'task-12', task: 'Call back Mrs Somerville', dueAt: '2026-05-12T15:00:00.000Z' },
});
