import * as v from 'valibot';
import { line, momentField } from '../fields.ts';
import { defineNotificationType } from '../notification-type.ts';
import { moment } from '../words.ts';

const company = line(200);

const dataSchema = v.variant('change', [
  v.object({ change: v.literal('scheduled'), company, purgeAt: momentField }),
  v.object({ change: v.literal('cancelled'), company }),
]);

/** Told to everybody who is in it but its owner, who is mailed about the account. */
export const companyDeletion = defineNotificationType({
  id: 'company-deletion',
  category: 'company',
  title: 'Company deleted',
  description: 'A company that you are in is to be deleted, or stays after all.',
  audience: ['admin', 'member'],
  channels: { 'in-app': true, email: true, push: true },
  mandatory: ['email'],
  data: dataSchema,
  texts: {
    'in-app': (data, { timezone }) =>
      data.change === 'scheduled'
        ? {
            title: `${data.company} will be deleted`,
            body: `On ${moment(data.purgeAt, timezone)}, with all that is in it, unless its owner changes their mind.`,
          }
        : { title: `${data.company} will not be deleted`, body: 'Its owner has changed their mind.' },
    email: (data, { product, timezone }) =>
      data.change === 'scheduled'
        ? {
            subject: `${data.company} will be deleted`,
            paragraphs: [
              `The owner of ${data.company} is deleting their ${product} account, and chose that the company goes with it: with its calls, agents and settings.`,
              'Your own account stays. Take along what you need, and ask the owner if the company should go on: they can hand it over until then.',
            ],
            facts: [{ label: 'Deleted on', value: moment(data.purgeAt, timezone) }],
            action: 'Open the company',
          }
        : {
            subject: `${data.company} will not be deleted`,
            paragraphs: [`The owner of ${data.company} has changed their mind: the company stays as it is.`],
            action: 'Open the company',
          },
    push: (data, { timezone }) => ({
      title: data.company,
      body:
        data.change === 'scheduled'
          ? `Will be deleted on ${moment(data.purgeAt, timezone)}.`
          : 'Will not be deleted.',
    }),
  },
  path: () => '/settings/company',
  sample: { change: 'scheduled', company: 'Analytical Engines', purgeAt: '2026-05-19T12:03:00.000Z' },
});
