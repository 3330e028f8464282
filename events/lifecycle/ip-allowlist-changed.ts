import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const ipAllowlistChanged = defineEvent({
  type: 'latchkey.ip-allowlist.changed',
  version: 1,
  description: 'A person changed the list of addresses from which their account can be used.',
  data: v.object({
    entries: v.number(),
    added: v.array(v.string()),
    removed: v.array(v.string()),
  }),
});
