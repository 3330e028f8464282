import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const exportDownloaded = defineEvent({
  type: 'latchkey.export.downloaded',
  version: 1,
  description: "The copy of the owner's data was downloaded, after a proof of identity.",
  data: v.object({
    jobId: v.string(),
  }),
});
