import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  accountStateSchema,
  codeSchema,
  passwordProofSchema,
  roleSchema,
  timestampSchema,
} from '#functions/shared/fields.ts';

const companySchema = v.object({ id: v.string(), name: v.string(), role: roleSchema });

export const getSession = defineOperation({
  id: 'get-session',
  summary: 'Who is signed in, in which company, and what the page needs first',
  method: 'GET',
  path: '/api/session',
  function: 'account',
  access: 'session',
  duringDeletion: true,
  status: 200,
  output: v.object({
    user: v.object({
      id: v.string(),
      email: v.string(),
      name: v.string(),
      timezone: v.nullable(v.string()),
      avatarUrl: v.nullable(v.string()),
    }),
    company: companySchema,
    companies: v.array(companySchema),
    stepUpUntil: v.nullable(timestampSchema),
    accountState: accountStateSchema,
    unread: v.number(),
  }),
  reasons: [],
});

export const stepUp = defineOperation({
  id: 'step-up',
  summary:
    'Prove identity anew, with a code or recovery code where two-factor is on; good for ten minutes, bound to the session',
  method: 'POST',
  path: '/api/session/step-up',
  function: 'identity',
  access: 'session',
  body: v.object({ password: passwordProofSchema, code: v.optional(codeSchema) }),
  status: 200,
  output: v.object({ until: timestampSchema }),
  reasons: [
    'invalid-credentials',
    'second-factor-required',
    'invalid-code',
    'code-used',
    'challenge-expired',
    'session-rotated',
  ],
  limit: { calls: 60, windowSeconds: 600 },
});
