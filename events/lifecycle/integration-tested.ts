import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const integrationTested = defineEvent({
  type: 'latchkey.integration.tested',
  version: 1,
  description: 'The stored credentials of a provider were tested, as far as the stage allows.',
  data: v.object({ provider: v.string(), ok: v.boolean(), reason: v.string() }),
});
