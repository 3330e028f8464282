import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companyCreated = defineEvent({
  type: 'latchkey.company.created',
  version: 1,
  description: 'A company was founded; its founder is its owner.',
  data: v.object({
    companyName: v.string(),
  }),
});
