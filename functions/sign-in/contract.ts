import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  challengeTokenSchema,
  codeSchema,
  emailSchema,
  passwordProofSchema,
} from '#functions/shared/fields.ts';

/** What the second step of signing in can be answered with. */
const secondFactorMethodSchema = v.picklist(['totp', 'recovery-code'], 'invalid-choice');

export const signIn = defineOperation({
  id: 'sign-in',
  summary:
    'Sign in with email and password: sets the session cookie, or gives a challenge where two-factor is on',
  method: 'POST',
  path: '/api/auth/sign-in',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema, password: passwordProofSchema }),
  status: 200,
  output: v.variant('status', [
    v.object({ status: v.literal('signed-in') }),
    v.object({
      status: v.literal('second-factor-required'),
      /** Proves the password for five minutes; goes back with the code. */
      challenge: v.string(),
      methods: v.array(secondFactorMethodSchema),
    }),
  ]),
  reasons: ['invalid-credentials', 'not-confirmed', 'account-disabled', 'ip-not-allowed'],
  limit: { calls: 120, windowSeconds: 600 },
});

export const secondFactor = defineOperation({
  id: 'second-factor',
  summary: 'Finish signing in with a code of the authenticator or a recovery code; sets the session cookie',
  method: 'POST',
  path: '/api/auth/second-factor',
  function: 'identity',
  access: 'public',
  body: v.object({ challenge: challengeTokenSchema, method: secondFactorMethodSchema, code: codeSchema }),
  status: 200,
  output: v.object({
    status: v.literal('signed-in'),
    /** After a recovery code: how many are left. */
    recoveryCodesLeft: v.optional(v.number()),
  }),
  reasons: ['invalid-code', 'code-used', 'challenge-expired', 'account-disabled', 'ip-not-allowed'],
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
