import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const profileChanged = defineEvent({
  type: 'latchkey.profile.changed',
  version: 1,
  description: 'The profile was saved; names of the fields that changed, not their values.',
  data: v.object({ fields: v.array(v.picklist(['name', 'company', 'phone', 'timezone', 'photo'])) }),
});
