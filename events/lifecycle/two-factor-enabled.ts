import * as v from 'valibot';
import { defineEvent } from '../envelope.ts';

export const twoFactorEnabled = defineEvent({
  type: 'latchkey.two-factor.enabled',
  version: 1,
  description: 'Two-factor was turned on: signing in wants a code of an authenticator from now on.',
  data: v.object({ email: v.string(), name: v.string(), timezone: v.nullable(v.string()) }),
});
