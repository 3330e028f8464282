import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  codeSchema,
  idSchema,
  linkTokenSchema,
  passwordProofSchema,
  timestampSchema,
} from '#functions/shared/fields.ts';
import { countSchema, retentionSchema } from '#functions/shared/receipt.ts';

const companySchema = v.object({
  id: v.string(),
  name: v.string(),
  /** How many others are in it. */
  others: v.number(),
});

/** A company that goes with the account only where it is chosen: what that adds to what is deleted, and kept. */
const choosableSchema = v.object({
  ...companySchema.entries,
  willDelete: v.array(countSchema),
  retained: v.array(countSchema),
});

/**
 * What stands in the way of a deletion. `last-owner` is also out of the way where the company is named in
 * `deleteCompanies`: its members are told, and it goes with the account.
 */
const blockerSchema = v.variant('reason', [
  v.object({
    reason: v.literal('last-owner'),
    /** The page that shows the members, once the session is in this company. */
    fixUrl: v.string(),
    company: choosableSchema,
  }),
  v.object({
    reason: v.literal('factor-too-new'),
    fixUrl: v.string(),
    /** Until when a changed factor or address is too new to delete an account with. */
    until: timestampSchema,
  }),
]);
export type DeletionBlocker = v.InferOutput<typeof blockerSchema>;

export const preflightDeletion = defineOperation({
  id: 'preflight-deletion',
  summary: 'What stands in the way of deleting the account, what would be deleted, and what is kept and why',
  method: 'GET',
  path: '/api/user/deletion/preflight',
  function: 'danger',
  access: 'session',
  status: 200,
  output: v.object({
    /** How many days a deletion can be taken back. */
    graceDays: v.number(),
    secondFactor: v.boolean(),
    blockers: v.array(blockerSchema),
    /** Companies that only this person is in: they go with the account, without being asked for. */
    companies: v.array(companySchema),
    willDelete: v.array(countSchema),
    retained: v.array(retentionSchema),
  }),
  reasons: [],
});

const pendingSchema = v.object({ requestedAt: timestampSchema, purgeAt: timestampSchema });

export const getDeletion = defineOperation({
  id: 'get-deletion',
  summary: 'Whether the account waits for its deletion, and until when',
  method: 'GET',
  path: '/api/user/deletion',
  function: 'danger',
  access: 'session',
  duringDeletion: true,
  status: 200,
  output: v.object({ pending: v.nullable(pendingSchema) }),
  reasons: [],
});

/** The word itself: neither trimmed nor folded, so that nothing but typing it will do. */
const confirmationSchema = v.literal('DELETE', (issue) =>
  issue.received === 'undefined' || issue.received === '""' ? 'required' : 'wrong-word',
);

export const scheduleDeletion = defineOperation({
  id: 'schedule-deletion',
  summary:
    'Delete the account after the days of grace; always proves the person anew, whatever step-up there was',
  method: 'POST',
  path: '/api/user/deletion',
  function: 'danger',
  access: 'session',
  body: v.object({
    confirmation: confirmationSchema,
    password: passwordProofSchema,
    code: v.optional(codeSchema),
    /** Companies with other members that go with the account: the only way for its last owner but to hand over. */
    deleteCompanies: v.optional(v.pipe(v.array(idSchema), v.maxLength(50, 'too-many')), []),
  }),
  status: 202,
  output: v.object({ purgeAt: timestampSchema }),
  reasons: [
    'invalid-credentials',
    'second-factor-required',
    'invalid-code',
    'code-used',
    'challenge-expired',
    'factor-too-new',
    'last-owner',
    'session-rotated',
  ],
  limit: { calls: 30, windowSeconds: 600 },
  idempotent: true,
});

export const cancelDeletion = defineOperation({
  id: 'cancel-deletion',
  summary: 'Keep the account after all; succeeds when no deletion is pending',
  method: 'DELETE',
  path: '/api/user/deletion',
  function: 'danger',
  access: 'session',
  duringDeletion: true,
  status: 204,
  reasons: ['deletion-begun'],
});

export const cancelDeletionByLink = defineOperation({
  id: 'cancel-deletion-by-link',
  summary: 'Keep the account after all, by the token mailed with the notice of its deletion',
  method: 'POST',
  path: '/api/auth/deletion/cancel',
  function: 'danger',
  access: 'public',
  body: v.object({ token: linkTokenSchema }),
  status: 204,
  reasons: ['invalid-code', 'code-expired', 'deletion-begun', 'account-deleted'],
  limit: { calls: 60, windowSeconds: 600 },
});
