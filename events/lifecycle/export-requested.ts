import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const exportRequested = defineEvent({
  type: 'latchkey.export.requested',
  version: 1,
  description:
    'The owner asked for a copy of everything that is stored about them; it is packed from now on.',
  data: v.object({
    jobId: v.string(),
  }),
});
