import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { codeSchema, emailSchema, passwordProofSchema, timestampSchema } from '#functions/shared/fields.ts';

/** Apart from the lists' own operations: its page has no use for what they take to be checked. */
export const breakGlass = defineOperation({
  id: 'break-glass',
  summary: 'Pass the IP restrictions for thirty minutes as an owner, with every proof there is',
  method: 'POST',
  path: '/api/company/ip-allowlist/break-glass',
  function: 'identity',
  // Who needs it most can no longer sign in; it carries its own proofs.
  access: 'public',
  body: v.object({
    /** Left out where a session says who it is. */
    email: v.optional(emailSchema),
    password: passwordProofSchema,
    /** Of the authenticator. */
    code: codeSchema,
    recoveryCode: codeSchema,
  }),
  status: 200,
  output: v.object({ until: timestampSchema }),
  reasons: [
    'unauthorized',
    'account-disabled',
    'invalid-credentials',
    'invalid-code',
    'code-used',
    'challenge-expired',
    'two-factor-off',
    'forbidden',
  ],
  limit: { calls: 60, windowSeconds: 600 },
});
