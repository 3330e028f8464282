import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const phoneConfirmationRemoved = defineEvent({
  type: 'latchkey.phone.confirmation-removed',
  version: 1,
  description: 'No text messages go to the phone number any more.',
  data: v.object({ phoneEnding: v.string() }),
});
