import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { codeSchema, emailSchema, newPasswordSchema } from '#functions/shared/fields.ts';

export const forgotPassword = defineOperation({
  id: 'forgot-password',
  summary: 'Mail a reset link; the answer never tells whether the address is known',
  method: 'POST',
  path: '/api/auth/forgot-password',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema }),
  status: 202,
  reasons: [],
  limit: { calls: 30, windowSeconds: 600 },
});

export const resetPassword = defineOperation({
  id: 'reset-password',
  summary: 'Set a new password with the mailed code; ends every session',
  method: 'POST',
  path: '/api/auth/reset-password',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema, code: codeSchema, newPassword: newPasswordSchema }),
  status: 204,
  reasons: ['invalid-code', 'code-expired'],
  limit: { calls: 60, windowSeconds: 600 },
});
