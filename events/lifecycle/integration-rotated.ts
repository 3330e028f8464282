import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const integrationRotated = defineEvent({
  type: 'latchkey.integration.rotated',
  version: 1,
  description: 'The credentials of a connected provider were replaced as a whole.',
  data: v.object({ provider: v.string() }),
});
