import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const exportFailed = defineEvent({
  type: 'latchkey.export.failed',
  version: 1,
  description: "The owner's data could not be packed, however often it was tried; they can ask again.",
  data: v.object({
    jobId: v.string(),
  }),
});
