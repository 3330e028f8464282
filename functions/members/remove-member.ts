import { memberRemoved } from '#events/lifecycle/member-removed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { dropMembers, stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { MembersDeps } from './deps.ts';
import { findMember } from './find-member.ts';

export interface RemoveMemberCommand {
  readonly auth: Authenticated;
  readonly memberId: string;
  readonly viewer: Viewer;
}

/**
 * Removes another member, who is out with the next request and is told by mail. An admin removes no owner, and
 * nobody the last one.
 */
export async function removeMember(deps: MembersDeps, command: RemoveMemberCommand): Promise<Outcome> {
  const { auth, memberId, viewer } = command;
  const { membership: caller, company } = auth;
  if (caller.role === 'member') return refuse('forbidden');
  const found = await findMember(deps.table, company.companyId, memberId);
  if (found === null) return refuse('not-found');
  const { membership, account } = found;
  if (membership.role === 'owner' && caller.role !== 'owner') return refuse('forbidden');

  const table = deps.table.name;
  const lost = await commit(deps.table, [
    stillHolds(table, caller),
    ...dropMembers(table, [membership]),
    recordEvent(table, memberRemoved, {
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
        companyName: company.name,
        cause: 'removed',
      },
    }),
  ]);
  if (lost === null) return { ok: true };
  if (lost.index === 0) return refuse('forbidden');
  // The member has another role since the read, or is gone: look again.
  return lost.index === 1 ? removeMember(deps, command) : refuse('last-owner');
}
