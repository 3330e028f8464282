import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { emailSchema, linkTokenSchema, timestampSchema } from '#functions/shared/fields.ts';

export const requestRecovery = defineOperation({
  id: 'request-recovery',
  summary: 'Mail a link that starts a delayed recovery; the answer never tells whether the address is known',
  method: 'POST',
  path: '/api/auth/recovery/request',
  function: 'identity',
  access: 'public',
  body: v.object({ email: emailSchema }),
  status: 202,
  reasons: [],
  limit: { calls: 30, windowSeconds: 600 },
});

const link = {
  method: 'POST',
  function: 'identity',
  access: 'public',
  body: v.object({ token: linkTokenSchema }),
  limit: { calls: 60, windowSeconds: 600 },
} as const;

export const startRecovery = defineOperation({
  ...link,
  id: 'start-recovery',
  summary: 'Start the wait of 72 hours with the mailed token; then two-factor is turned off',
  path: '/api/auth/recovery/start',
  status: 200,
  output: v.object({ endsAt: timestampSchema }),
  reasons: ['invalid-code', 'code-expired', 'two-factor-off'],
});

export const cancelRecovery = defineOperation({
  ...link,
  id: 'cancel-recovery',
  summary: 'Cancel a waiting recovery with the token mailed when it started',
  path: '/api/auth/recovery/cancel',
  status: 204,
  reasons: ['invalid-code', 'code-expired'],
});

export const withdrawRecovery = defineOperation({
  id: 'withdraw-recovery',
  summary: 'Cancel a waiting recovery from any live session; succeeds when there is none',
  method: 'DELETE',
  path: '/api/user/recovery',
  function: 'identity',
  access: 'session',
  duringDeletion: true,
  status: 204,
  reasons: ['code-expired'],
});
