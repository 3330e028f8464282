import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { newPasswordSchema, passwordProofSchema } from '#functions/shared/fields.ts';

export const changePassword = defineOperation({
  id: 'change-password',
  summary: 'Change the password; ends the other sessions unless asked not to',
  method: 'POST',
  path: '/api/user/password',
  function: 'identity',
  access: 'session',
  body: v.object({
    currentPassword: passwordProofSchema,
    newPassword: newPasswordSchema,
    signOutOthers: v.optional(v.boolean('wrong-type'), true),
  }),
  status: 204,
  reasons: ['invalid-credentials', 'session-rotated'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const sendPasswordReset = defineOperation({
  id: 'send-password-reset',
  summary: 'Mail a reset link to the address of the account',
  method: 'POST',
  path: '/api/user/password/reset-email',
  function: 'identity',
  access: 'session',
  status: 202,
  reasons: [],
  limit: { calls: 30, windowSeconds: 600 },
});
