import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const integrationDisconnected = defineEvent({
  type: 'latchkey.integration.disconnected',
  version: 1,
  description: 'A telephony provider was disconnected and its credentials deleted.',
  data: v.object({ provider: v.string() }),
});
