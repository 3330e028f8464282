import * as v from 'valibot';
import { defineOperation } from '#functions/shared/contract.ts';
import { idSchema, roleSchema, timestampSchema } from '#functions/shared/fields.ts';

const memberSchema = v.object({
  /** The member's account. */
  id: v.string(),
  name: v.string(),
  email: v.string(),
  role: roleSchema,
  avatarUrl: v.nullable(v.string()),
  joinedAt: timestampSchema,
  /** To the hour; told to admins and to the member alone (ASVS 8.2.3). */
  lastSeenAt: v.nullable(timestampSchema),
});
export type Member = v.InferOutput<typeof memberSchema>;

export const listMembers = defineOperation({
  id: 'list-members',
  summary: 'The members of the company, by name',
  method: 'GET',
  path: '/api/company/members',
  function: 'account',
  access: 'session',
  status: 200,
  output: v.object({ members: v.array(memberSchema) }),
  reasons: [],
});

const params = v.object({ id: idSchema });

export const changeMemberRole = defineOperation({
  id: 'change-member-role',
  summary: 'Give a member another role; only an owner makes owners or changes what an owner is',
  method: 'PATCH',
  path: '/api/company/members/{id}',
  function: 'account',
  access: 'admin',
  params,
  body: v.object({ role: roleSchema }),
  status: 200,
  output: memberSchema,
  reasons: ['not-found', 'last-owner'],
});

export const removeMember = defineOperation({
  id: 'remove-member',
  summary: 'Remove a member (admins), or leave: then the session goes on in another company',
  method: 'DELETE',
  path: '/api/company/members/{id}',
  function: 'account',
  access: 'session',
  params,
  status: 204,
  reasons: ['forbidden', 'not-found', 'last-owner', 'last-company', 'session-rotated'],
});

export const resetMemberPassword = defineOperation({
  id: 'reset-member-password',
  summary: 'Mail a member the link to set a new password',
  method: 'POST',
  path: '/api/company/members/{id}/password-reset',
  function: 'account',
  access: 'admin',
  params,
  status: 202,
  reasons: ['not-found'],
});
