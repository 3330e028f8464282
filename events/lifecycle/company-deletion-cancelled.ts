import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companyDeletionCancelled = defineEvent({
  type: 'latchkey.company.deletion-cancelled',
  version: 1,
  description: 'The owner keeps their account, and so this company stays; its members are told.',
  data: v.object({ companyName: v.string() }),
});
