import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { emailSchema, passwordProofSchema } from '#functions/shared/fields.ts';

export const signIn = defineOperation({
  id: 'sign-in',
  summary: 'Sign in with email and password; sets the session cookie',
  method: 'POST',
  path: '/api/auth/sign-in',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema, password: passwordProofSchema }),
  status: 200,
  output: v.object({ status: v.literal('signed-in') }),
  reasons: ['invalid-credentials', 'not-confirmed', 'account-disabled'],
  limit: { calls: 120, windowSeconds: 600 },
});

export const signOut = defineOperation({
  id: 'sign-out',
  summary: 'End this session; succeeds without one, too',
  method: 'POST',
  path: '/api/auth/sign-out',
  function: 'identity',
  access: 'public',
  status: 204,
  reasons: [],
});
