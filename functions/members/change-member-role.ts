import { memberRoleChanged } from '#events/lifecycle/member-role-changed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { giveRole, stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import type { Role } from '#functions/shared/fields.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { Member } from './contract.ts';
import type { MembersDeps } from './deps.ts';
import { findMember } from './find-member.ts';
import { memberDocument } from './member-document.ts';

export interface ChangeMemberRoleCommand {
  readonly auth: Authenticated;
  readonly memberId: string;
  readonly role: Role;
  readonly viewer: Viewer;
}

/**
 * Gives a member another role. An admin neither makes owners nor touches one; the last owner stays one. The
 * caller's own role counts as it stands at the moment of the change.
 */
export async function changeMemberRole(
  deps: MembersDeps,
  command: ChangeMemberRoleCommand,
): Promise<Outcome<{ member: Member }>> {
  const { auth, memberId, role, viewer } = command;
  const { membership: caller, company } = auth;
  const found = await findMember(deps.table, company.companyId, memberId);
  if (found === null) return refuse('not-found');
  const { membership, account } = found;
  const concernsOwner = membership.role === 'owner' || role === 'owner';
  if (concernsOwner && caller.role !== 'owner') return refuse('forbidden');
  const self = memberId === caller.accountId;
  // Demoted a moment ago: the role that the request was let through with is gone.
  if (self && membership.role !== caller.role) return refuse('forbidden');
  const member = memberDocument(account, { ...membership, role }, self ? { ...caller, role } : caller);
  if (membership.role === role) return { ok: true, member };

  const table = deps.table.name;
  const check = self ? [] : [stillHolds(table, caller)];
  const lost = await commit(deps.table, [
    ...check,
    ...giveRole(table, membership, role),
    recordEvent(table, memberRoleChanged, {
      id: deps.newId(),
      now: deps.now(),
      accountId: memberId,
      companyId: company.companyId,
      actor: { kind: 'account', accountId: caller.accountId },
      origin: viewer,
      data: {
        email: account.email,
        name: account.name,
        timezone: account.timezone,
        role,
        oldRole: membership.role,
        companyName: company.name,
      },
    }),
  ]);
  if (lost === null) return { ok: true, member };
  if (lost.index < check.length) return refuse('forbidden');
  // The member changed since the read: look again, by the caller's role as it was let through.
  return lost.index === check.length ? changeMemberRole(deps, command) : refuse('last-owner');
}
