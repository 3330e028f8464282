import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const integrationConnected = defineEvent({
  type: 'latchkey.integration.connected',
  version: 1,
  description: 'A telephony provider was connected to the company. Carries no credentials.',
  data: v.object({ provider: v.string() }),
});
