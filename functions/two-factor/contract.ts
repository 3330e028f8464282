import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { codeSchema, passwordProofSchema, timestampSchema } from '#functions/shared/fields.ts';

/** Ten codes as they are to be kept, `7QK2M-0VX9A-…`: the one time that they are shown. */
const recoveryCodesSchema = v.object({ recoveryCodes: v.array(v.string()) });

export const getTwoFactor = defineOperation({
  id: 'get-two-factor',
  summary: 'Whether two-factor is on, since when, and how many recovery codes are left',
  method: 'GET',
  path: '/api/user/two-factor',
  function: 'account',
  access: 'session',
  status: 200,
  output: v.object({
    enabled: v.boolean(),
    since: v.nullable(timestampSchema),
    recoveryCodesLeft: v.number(),
    /** Three or fewer are left: time to make new ones. */
    recoveryCodesLow: v.boolean(),
    /** Until when it can't be disabled, because another factor was added after it less than a day ago. */
    guardedUntil: v.nullable(timestampSchema),
  }),
  reasons: [],
});

export const enrolAuthenticator = defineOperation({
  id: 'enrol-authenticator',
  summary: 'Get the secret of a new authenticator; nothing changes until a code of it is confirmed',
  method: 'POST',
  path: '/api/user/two-factor/enrol',
  function: 'identity',
  access: 'session',
  stepUp: true,
  status: 200,
  output: v.object({ secret: v.string(), otpauthUri: v.string() }),
  reasons: ['two-factor-on', 'request-in-progress'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const confirmAuthenticator = defineOperation({
  id: 'confirm-authenticator',
  summary: 'Turn two-factor on with the first code of the authenticator; gives the recovery codes, once',
  method: 'POST',
  path: '/api/user/two-factor/confirm',
  function: 'identity',
  access: 'session',
  body: v.object({ code: codeSchema }),
  status: 200,
  output: recoveryCodesSchema,
  reasons: ['invalid-code', 'step-up-required', 'two-factor-on', 'request-in-progress', 'session-rotated'],
  limit: { calls: 60, windowSeconds: 600 },
});

export const disableTwoFactor = defineOperation({
  id: 'disable-two-factor',
  summary: 'Turn two-factor off, with the password and a code of the authenticator or a recovery code',
  method: 'DELETE',
  path: '/api/user/two-factor',
  function: 'identity',
  access: 'session',
  body: v.object({ password: passwordProofSchema, code: codeSchema }),
  status: 204,
  reasons: [
    'invalid-credentials',
    'invalid-code',
    'code-used',
    'challenge-expired',
    'two-factor-off',
    'factor-too-new',
    'session-rotated',
  ],
  limit: { calls: 60, windowSeconds: 600 },
});

export const regenerateRecoveryCodes = defineOperation({
  id: 'regenerate-recovery-codes',
  summary: 'Make ten new recovery codes, shown once; the old ones are dead',
  method: 'POST',
  path: '/api/user/two-factor/recovery-codes',
  function: 'identity',
  access: 'session',
  stepUp: true,
  status: 200,
  output: recoveryCodesSchema,
  reasons: ['two-factor-off', 'session-rotated'],
  limit: { calls: 30, windowSeconds: 600 },
});
