import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { logLineEntries, logQueryEntries } from '#functions/shared/log/log-query.ts';
import { logKinds } from './kinds.ts';

const lineSchema = v.object({
  ...logLineEntries,
  kind: v.picklist(logKinds),
  /** Who acted: the owner, another member, an operator of support, the system, or somebody not signed in. */
  by: v.variant('kind', [
    v.object({ kind: v.picklist(['self', 'member', 'system', 'anonymous']) }),
    v.object({ kind: v.literal('support'), operator: v.string(), reason: v.string() }),
  ]),
});

export const readSecurityLog = defineOperation({
  id: 'read-security-log',
  summary: 'What happened to the security of the account, newest first; `format=csv` gives up to 5,000 lines',
  method: 'GET',
  path: '/api/user/security-log',
  function: 'account',
  access: 'session',
  query: v.object({ ...logQueryEntries, kind: v.optional(v.picklist(logKinds, 'invalid-choice')) }),
  status: 200,
  output: v.object({ lines: v.array(lineSchema), next: v.nullable(v.string()) }),
  textOutput: 'text/csv',
  reasons: [],
});
