import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { emailSchema, linkTokenSchema, timestampSchema } from '#functions/shared/fields.ts';

export const requestEmailChange = defineOperation({
  id: 'request-email-change',
  summary: 'Ask for a new address; it counts once it is confirmed from its mailbox',
  method: 'POST',
  path: '/api/user/email-change',
  function: 'identity',
  access: 'session',
  stepUp: true,
  body: v.object({ email: emailSchema }),
  status: 202,
  output: v.object({ pendingEmail: v.string(), expiresAt: timestampSchema }),
  reasons: ['support-only', 'invalid-input', 'session-rotated'],
  limit: { calls: 30, windowSeconds: 600 },
  idempotent: true,
});

export const withdrawEmailChange = defineOperation({
  id: 'withdraw-email-change',
  summary: 'Withdraw the pending address change; succeeds when there is none',
  method: 'DELETE',
  path: '/api/user/email-change',
  function: 'identity',
  access: 'session',
  status: 204,
  reasons: [],
});

const link = {
  method: 'POST',
  function: 'identity',
  access: 'public',
  body: v.object({ token: linkTokenSchema }),
  status: 204,
  limit: { calls: 60, windowSeconds: 600 },
} as const;

export const confirmEmailChange = defineOperation({
  ...link,
  id: 'confirm-email-change',
  summary: 'Confirm the new address with the token mailed to it',
  path: '/api/auth/email-change/confirm',
  reasons: ['invalid-code', 'code-expired', 'email-taken'],
});

export const cancelEmailChange = defineOperation({
  ...link,
  id: 'cancel-email-change',
  summary: 'Cancel the pending change with the token mailed to the old address',
  path: '/api/auth/email-change/cancel',
  reasons: ['invalid-code', 'code-expired'],
});

export const revertEmailChange = defineOperation({
  ...link,
  id: 'revert-email-change',
  summary: 'Restore the old address within seven days; ends every session and starts a password reset',
  path: '/api/auth/email-change/revert',
  reasons: ['invalid-code', 'code-expired'],
});
