import { memberLeft } from '#events/lifecycle/member-left.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { dropMembers } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { changeCompany } from '#functions/shared/session/change-company.ts';
import { nextCompany } from '#functions/shared/session/company-admitting.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { MembersDeps } from './deps.ts';

/**
 * Leaves the company of the session, which goes on in another company of the person. The last owner can't leave,
 * nor anybody their only company: that they stay in the other one is checked in the same transaction.
 */
export async function leaveCompany(
  deps: MembersDeps,
  command: { auth: Authenticated; viewer: Viewer },
): Promise<Outcome<{ setCookie: string }>> {
  const { auth, viewer } = command;
  const { account, company, membership } = auth;
  if (membership.role === 'owner' && company.owners === 1) return refuse('last-owner');
  const next = await nextCompany(deps, account, { companyId: company.companyId, viewer });
  if (next === null) return refuse('last-company');

  const table = deps.table.name;
  const changed = changeCompany(deps, auth, { companyId: next, cause: 'left', viewer });
  const lost = await commit(deps.table, [
    ...dropMembers(table, [membership]),
    changed.check,
    ...changed.items,
    recordEvent(table, memberLeft, {
      id: deps.newId(),
      now: deps.now(),
      accountId: account.accountId,
      companyId: company.companyId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: viewer,
      data: { email: account.email, name: account.name, companyName: company.name },
    }),
  ]);
  if (lost === null) return { ok: true, setCookie: changed.setCookie };
  // Role, session or the other company are not as they were read: the site repeats the request by itself.
  return refuse(lost.index === 1 ? 'last-owner' : 'session-rotated');
}
