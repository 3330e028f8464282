import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { linkTokenSchema } from '#functions/shared/fields.ts';

export const disownActivity = defineOperation({
  id: 'disown-activity',
  summary: '“This wasn’t me”: end what a mailed notice told of, and start a password reset',
  method: 'POST',
  path: '/api/auth/not-me',
  function: 'identity',
  access: 'public',
  body: v.object({ token: linkTokenSchema }),
  status: 204,
  reasons: ['invalid-code'],
  limit: { calls: 60, windowSeconds: 600 },
});
