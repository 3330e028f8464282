import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  codeSchema,
  passwordProofSchema,
  sessionTimeoutSchema,
  timestampSchema,
} from '#functions/shared/fields.ts';

export const stepUp = defineOperation({
  id: 'step-up',
  summary:
    'Prove identity anew, with a code or recovery code where two-factor is on; good for ten minutes, bound to the session',
  method: 'POST',
  path: '/api/session/step-up',
  function: 'identity',
  access: 'session',
  // An account that waits for its deletion can still download its data.
  duringDeletion: true,
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

const sessionSchema = v.object({
  id: v.string(),
  /** The session that asks. */
  current: v.boolean(),
  browser: v.string(),
  os: v.string(),
  device: v.picklist(['desktop', 'mobile', 'tablet', 'other']),
  ip: v.string(),
  createdAt: timestampSchema,
  lastSeenAt: timestampSchema,
});

export const listSessions = defineOperation({
  id: 'list-sessions',
  summary: 'Where the account is signed in, and after how many idle minutes sessions end',
  method: 'GET',
  path: '/api/user/sessions',
  function: 'account',
  access: 'session',
  status: 200,
  output: v.object({ sessions: v.array(sessionSchema), timeoutMinutes: sessionTimeoutSchema }),
  reasons: [],
});

export const endSession = defineOperation({
  id: 'end-session',
  summary: 'End one session of the account; ending the current one signs out',
  method: 'DELETE',
  path: '/api/user/sessions/{id}',
  function: 'account',
  access: 'session',
  params: v.object({ id: v.string() }),
  status: 204,
  reasons: ['not-found'],
});

export const endOtherSessions = defineOperation({
  id: 'end-other-sessions',
  summary: 'End every session of the account but this one',
  method: 'DELETE',
  path: '/api/user/sessions',
  function: 'account',
  access: 'session',
  status: 204,
  reasons: ['session-rotated'],
});

export const setSessionTimeout = defineOperation({
  id: 'set-session-timeout',
  summary: 'Choose after how many idle minutes sessions end: 15, 30, 60, 120, or null for never',
  method: 'PUT',
  path: '/api/user/session-timeout',
  function: 'account',
  access: 'session',
  body: v.object({ minutes: sessionTimeoutSchema }),
  status: 204,
  reasons: [],
});
