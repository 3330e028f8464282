import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companyRenamed = defineEvent({
  type: 'latchkey.company.renamed',
  version: 1,
  description: 'A company has another name.',
  data: v.object({
    companyName: v.string(),
    oldName: v.string(),
  }),
});
