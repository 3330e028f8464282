import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { idSchema } from '#functions/shared/fields.ts';
import { logLineEntries, logQueryEntries } from '#functions/shared/log/log-query.ts';
import { auditKinds } from './kinds.ts';

/** Somebody in a line: named as the event named them, else as the member they are; null for who left since. */
const personSchema = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
});
export type Person = v.InferOutput<typeof personSchema>;

const lineSchema = v.object({
  ...logLineEntries,
  kind: v.picklist(auditKinds),
  /** Who acted: somebody with an account, an operator of support, the system, or somebody not signed in. */
  by: v.variant('kind', [
    v.object({ kind: v.literal('account'), ...personSchema.entries }),
    v.object({ kind: v.literal('support'), operator: v.string(), reason: v.string() }),
    v.object({ kind: v.picklist(['system', 'anonymous']) }),
  ]),
  /** The account that the event is about. */
  about: personSchema,
});

export const readAuditLog = defineOperation({
  id: 'read-audit-log',
  summary: 'What happened in the company, newest first; `format=csv` gives up to 5,000 lines',
  method: 'GET',
  path: '/api/company/audit-log',
  function: 'account',
  access: 'admin',
  query: v.object({
    ...logQueryEntries,
    kind: v.optional(v.picklist(auditKinds, 'invalid-choice')),
    /** One type of event: `latchkey.member.joined`. */
    type: v.optional(
      v.pipe(v.string('wrong-type'), v.regex(/^latchkey(\.[a-z-]{1,50}){2}$/, 'invalid-value')),
    ),
    /** The account that acted. */
    actor: v.optional(idSchema),
  }),
  status: 200,
  output: v.object({ lines: v.array(lineSchema), next: v.nullable(v.string()) }),
  textOutput: 'text/csv',
  reasons: [],
});
