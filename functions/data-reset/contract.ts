import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { codeSchema, passwordProofSchema } from '#functions/shared/fields.ts';
import { countSchema, retentionSchema } from '#functions/shared/receipt.ts';

/** What stands in the way of a data reset: one that already runs, whose job can be watched at `/api/jobs/{id}`. */
const blockerSchema = v.object({
  reason: v.literal('reset-running'),
  fixUrl: v.string(),
  jobId: v.string(),
});

export const preflightDataReset = defineOperation({
  id: 'preflight-data-reset',
  summary: "What a reset of the company's data would delete, with counts, and what it keeps",
  method: 'GET',
  path: '/api/company/data-reset/preflight',
  function: 'danger',
  access: 'owner',
  status: 200,
  output: v.object({
    /** Whether the reset will ask for a code beside the password. */
    secondFactor: v.boolean(),
    blockers: v.array(blockerSchema),
    willDelete: v.array(countSchema),
    retained: v.array(retentionSchema),
  }),
  reasons: [],
});

/** The word itself: neither trimmed nor folded, so that nothing but typing it will do. */
const confirmationSchema = v.literal('RESET', (issue) =>
  issue.received === 'undefined' || issue.received === '""' ? 'required' : 'wrong-word',
);

export const resetData = defineOperation({
  id: 'reset-data',
  summary:
    "Delete the company's calls and what was made of them, at once; always proves the owner anew, whatever step-up there was",
  method: 'POST',
  path: '/api/company/data-reset',
  function: 'danger',
  access: 'owner',
  body: v.object({
    confirmation: confirmationSchema,
    password: passwordProofSchema,
    code: v.optional(codeSchema),
  }),
  status: 202,
  output: v.object({ jobId: v.string() }),
  reasons: [
    'invalid-credentials',
    'second-factor-required',
    'invalid-code',
    'code-used',
    'challenge-expired',
    'reset-running',
  ],
  limit: { calls: 30, windowSeconds: 600 },
  idempotent: true,
});
