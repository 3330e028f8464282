import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const recoveryCodesRegenerated = defineEvent({
  type: 'latchkey.two-factor.recovery-codes-regenerated',
  version: 1,
  description: 'New recovery codes were made; the old ones are dead.',
  data: v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
});
