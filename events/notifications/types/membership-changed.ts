import * as v from 'valibot';
import { line } from '../fields.ts';
import { defineNotificationType, notificationRoles } from '../notification-type.ts';

const role = v.picklist(notificationRoles);
const [name, company] = [line(100), line(200)];

const dataSchema = v.variant('change', [
  v.object({ change: v.literal('joined'), name, company, role }),
  v.object({ change: v.literal('left'), name, company }),
  v.object({ change: v.literal('removed'), name, company }),
  v.object({ change: v.literal('role-changed'), name, company, role }),
]);

const titleOfRole = { owner: 'an owner', admin: 'an admin', member: 'a member' } as const;

function sentence(data: v.InferOutput<typeof dataSchema>): string {
  if (data.change === 'joined') return `${data.name} joined as ${titleOfRole[data.role]}.`;
  if (data.change === 'left') return `${data.name} left.`;
  if (data.change === 'removed') return `${data.name} was removed.`;
  return `${data.name} is ${titleOfRole[data.role]} now.`;
}

/** Told to the admins; whom it is about is mailed by the mailer. */
export const membershipChanged = defineNotificationType({
  id: 'membership-changed',
  category: 'company',
  title: 'Members changed',
  description: 'Somebody joined your company, left it, or has another role.',
  audience: ['owner', 'admin'],
  channels: { 'in-app': true, email: false, push: false },
  mandatory: [],
  data: dataSchema,
  texts: {
    'in-app': (data) => ({ title: `Members of ${data.company}`, body: sentence(data) }),
    email: (data) => ({
      subject: `Members of ${data.company} changed`,
      paragraphs: [sentence(data)],
      action: 'See the members',
    }),
    push: (data) => ({ title: data.company, body: sentence(data) }),
  },
  path: () => '/settings/company',
  sample: { change: 'joined', name: 'Charles Babbage', company: 'Analytical Engines', role: 'member' },
});
