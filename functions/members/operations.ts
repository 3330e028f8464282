import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { changeMemberRole } from './change-member-role.ts';
import * as contract from './contract.ts';
import type { MembersDeps } from './deps.ts';
import { leaveCompany } from './leave-company.ts';
import { listMembers } from './list-members.ts';
import { removeMember } from './remove-member.ts';
import { resetMemberPassword } from './reset-member-password.ts';

/** The operations of a company's members, bound to their use-cases. */
export function memberOperations(deps: MembersDeps): BoundOperation[] {
  return [
    bind(contract.listMembers, async ({ auth }) => ({
      ok: true,
      body: { members: await listMembers(deps.table, auth.membership) },
    })),
    bind(contract.changeMemberRole, async ({ auth, params, body, viewer }) => {
      const outcome = await changeMemberRole(deps, { auth, memberId: params.id, role: body.role, viewer });
      return outcome.ok ? { ok: true, body: outcome.member } : outcome;
    }),
    bind(contract.removeMember, async ({ auth, params, viewer }) => {
      if (params.id !== auth.account.accountId)
        return removeMember(deps, { auth, memberId: params.id, viewer });
      const outcome = await leaveCompany(deps, { auth, viewer });
      return outcome.ok ? { ok: true, cookies: [outcome.setCookie] } : outcome;
    }),
    bind(contract.resetMemberPassword, ({ auth, params, viewer }) =>
      resetMemberPassword(deps, { auth, memberId: params.id, viewer }),
    ),
  ];
}
