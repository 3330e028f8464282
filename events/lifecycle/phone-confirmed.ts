import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const phoneConfirmed = defineEvent({
  type: 'latchkey.phone.confirmed',
  version: 1,
  description: 'The phone number of the profile was confirmed by a code: text messages may go to it.',
  data: v.object({ phoneEnding: v.string() }),
});
