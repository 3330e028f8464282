import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companyDeletionScheduled = defineEvent({
  type: 'latchkey.company.deletion-scheduled',
  version: 1,
  description:
    'The last owner deletes their account and chose that this company goes with it; its members are told.',
  data: v.object({ companyName: v.string(), purgeAt: v.pipe(v.string(), v.isoTimestamp()) }),
});
