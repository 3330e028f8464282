import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companyDeleted = defineEvent({
  type: 'latchkey.company.deleted',
  version: 1,
  description: 'An owner deleted a company; its members were removed before.',
  data: v.object({
    companyName: v.string(),
  }),
});
