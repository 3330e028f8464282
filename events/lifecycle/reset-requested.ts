import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const resetRequested = defineEvent({
  type: 'latchkey.records.reset-requested',
  version: 1,
  description: "An owner had the company's calls, and what was made of them, deleted; it begins at once.",
  data: v.object({
    companyName: v.string(),
    jobId: v.string(),
    categories: v.array(v.string()),
  }),
});
