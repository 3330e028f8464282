import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const signUpRepeated = defineEvent({
  type: 'latchkey.account.sign-up-repeated',
  version: 1,
  description: 'Somebody tried to sign up with an address that has an account; its owner is told.',
  data: v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
});
