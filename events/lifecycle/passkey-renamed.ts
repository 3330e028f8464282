import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const passkeyRenamed = defineEvent({
  type: 'latchkey.passkey.renamed',
  version: 1,
  description: 'A passkey got another name.',
  data: v.object({ passkeyId: v.string(), passkeyName: v.string(), oldName: v.string() }),
});
