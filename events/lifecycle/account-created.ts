import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const accountCreated = defineEvent({
  type: 'latchkey.account.created',
  version: 1,
  description: 'An address was confirmed: the account and its first company exist.',
  data: v.object({ email: v.string(), name: v.string(), companyName: v.string() }),
});
