import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const companyIpAllowlistChanged = defineEvent({
  type: 'latchkey.company.ip-allowlist-changed',
  version: 1,
  description:
    'An admin changed the IP restrictions of a company; of many entries the first fifty are named.',
  data: v.object({
    mode: v.picklist(['off', 'monitor', 'enforce']),
    scope: v.picklist(['all', 'sensitive']),
    entries: v.number(),
    added: v.array(v.string()),
    removed: v.array(v.string()),
  }),
});
