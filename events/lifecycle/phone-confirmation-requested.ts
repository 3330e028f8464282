import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const phoneConfirmationRequested = defineEvent({
  type: 'latchkey.phone.confirmation-requested',
  version: 1,
  description: 'A code was asked for, by which to confirm the phone number of the profile.',
  data: v.object({ phoneEnding: v.string() }),
});
