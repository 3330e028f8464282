import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

const moment = v.pipe(v.string(), v.isoTimestamp());

/** `companyId` stands in the data only: it is no line of the company's audit log. */
export const reportDue = defineEvent({
  type: 'latchkey.report.due',
  version: 1,
  description:
    'It is Monday 9:00 for an admin: the product answers with the reports of the past week, as notifications to this account.',
  data: v.object({
    companyId: v.string(),
    /** The types of notifications that are due. */
    reports: v.array(v.picklist(['weekly-report', 'weekly-usage'])),
    /** The week, from its first moment to its last, by the admin's clock. */
    from: moment,
    to: moment,
    timezone: v.string(),
  }),
});
