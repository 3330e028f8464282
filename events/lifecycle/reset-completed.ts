import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const resetCompleted = defineEvent({
  type: 'latchkey.records.reset-completed',
  version: 1,
  description: 'A data reset is done: the receipt of this number says what was deleted, and what was kept.',
  data: v.object({
    jobId: v.string(),
    receiptNumber: v.string(),
    /** Records that were deleted, over all categories. */
    deleted: v.number(),
  }),
});
