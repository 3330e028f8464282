import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  codeSchema,
  emailSchema,
  nameSchema,
  newPasswordSchema,
  timezoneSchema,
} from '#functions/shared/fields.ts';

export const signUp = defineOperation({
  id: 'sign-up',
  summary: 'Sign up; the answer never tells whether the address is known',
  method: 'POST',
  path: '/api/auth/sign-up',
  function: 'identity',
  access: 'public',
  body: v.object({
    email: emailSchema,
    password: newPasswordSchema,
    name: nameSchema,
    timezone: v.optional(timezoneSchema),
  }),
  status: 202,
  reasons: [],
  limit: { calls: 30, windowSeconds: 600 },
  idempotent: true,
});

export const confirmSignUp = defineOperation({
  id: 'confirm-sign-up',
  summary: 'Confirm the address with the mailed code',
  method: 'POST',
  path: '/api/auth/confirm-sign-up',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema, code: codeSchema }),
  status: 204,
  reasons: ['invalid-code', 'code-expired'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const resendCode = defineOperation({
  id: 'resend-code',
  summary: 'Mail a new confirmation code; the answer never tells whether the address is known',
  method: 'POST',
  path: '/api/auth/resend-code',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema }),
  status: 202,
  reasons: [],
  limit: { calls: 30, windowSeconds: 600 },
});
