import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import {
  emailSchema,
  idSchema,
  linkTokenSchema,
  nameSchema,
  newPasswordSchema,
  timestampSchema,
  timezoneSchema,
} from '#functions/shared/fields.ts';

/** Whoever is invited becomes an owner only later, by an owner. */
const invitedRoleSchema = v.picklist(['admin', 'member'], (issue) =>
  issue.received === 'undefined' || issue.received === 'null' ? 'required' : 'invalid-choice',
);

const invitationSchema = v.object({
  id: v.string(),
  email: v.string(),
  role: v.picklist(['admin', 'member']),
  invitedBy: v.object({ id: v.string(), name: v.string() }),
  createdAt: timestampSchema,
  /** Past: the link no longer works; inviting the address again sends a fresh one. */
  expiresAt: timestampSchema,
});
export type InvitationDocument = v.InferOutput<typeof invitationSchema>;

export const listInvitations = defineOperation({
  id: 'list-invitations',
  summary: 'Invitations that wait to be accepted, and those that expired lately; the newest first',
  method: 'GET',
  path: '/api/company/invitations',
  function: 'account',
  access: 'admin',
  status: 200,
  output: v.object({ invitations: v.array(invitationSchema) }),
  reasons: [],
});

export const inviteMember = defineOperation({
  id: 'invite-member',
  summary: 'Invite an address by mail; again for the same one sends a fresh link, good for seven days',
  method: 'POST',
  path: '/api/company/invitations',
  function: 'account',
  access: 'admin',
  body: v.object({ email: emailSchema, role: invitedRoleSchema }),
  status: 201,
  output: invitationSchema,
  reasons: ['already-member', 'invalid-email'],
  limit: { calls: 120, windowSeconds: 600 },
  idempotent: true,
});

export const revokeInvitation = defineOperation({
  id: 'revoke-invitation',
  summary: 'Withdraw an invitation: its link opens nothing any more',
  method: 'DELETE',
  path: '/api/company/invitations/{id}',
  function: 'account',
  access: 'admin',
  params: v.object({ id: idSchema }),
  status: 204,
  reasons: ['not-found'],
});

/** What an invitation is for; told to whoever holds its token, with most refusals too (as `current`). */
const acceptedSchema = v.object({
  email: v.string(),
  role: v.picklist(['admin', 'member']),
  company: v.object({ id: v.string(), name: v.string() }),
  /** The cookie of this answer, or the one already held, is in the company. If not: sign in. */
  signedIn: v.boolean(),
});
export type Accepted = v.InferOutput<typeof acceptedSchema>;

export const acceptInvitation = defineOperation({
  id: 'accept-invitation',
  summary:
    'Accept an invitation, signed in as the invited address; or, where it has no account yet, with a name and a password for a new one',
  method: 'POST',
  path: '/api/auth/invitations/accept',
  function: 'identity',
  access: 'public',
  body: v.object({
    token: linkTokenSchema,
    name: v.optional(nameSchema),
    password: v.optional(newPasswordSchema),
    timezone: v.optional(timezoneSchema),
  }),
  status: 200,
  output: acceptedSchema,
  reasons: [
    'invalid-code',
    'code-expired',
    'sign-in-required',
    'sign-up-required',
    'signed-in-as-another',
    'email-taken',
    'account-disabled',
    'deletion-pending',
    'ip-not-allowed',
    'session-rotated',
    'request-in-progress',
  ],
  limit: { calls: 60, windowSeconds: 600 },
});
