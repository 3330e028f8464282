import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { accountStateSchema, roleSchema, timestampSchema } from '#functions/shared/fields.ts';

const companySchema = v.object({ id: v.string(), name: v.string(), role: roleSchema });

/** Apart from the other operations on sessions: every settings page begins with this one, and few need those. */
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
    /** A delayed recovery that waits: two-factor is turned off when it ends, unless it is cancelled. */
    recovery: v.nullable(v.object({ endsAt: timestampSchema })),
    unread: v.number(),
  }),
  reasons: [],
});
