import * as v from 'valibot';
import { defineEvent, envelopeSchema } from '../envelope.ts';

export const supportMailResent = defineEvent({
  type: 'latchkey.support.mail-resent',
  version: 1,
  description:
    'Support had the mails of an earlier event sent once more; their links and codes are the same.',
  data: v.object({ event: envelopeSchema }),
});
