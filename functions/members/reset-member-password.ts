import { passwordResetRequested } from '#events/lifecycle/password-reset-requested.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { mayMail } from '#functions/shared/mail-quota.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { MembersDeps } from './deps.ts';
import { findMember } from './find-member.ts';

/**
 * Mails a member the link to set a new password, to the address that their account has stored. The mail says who
 * asked; the member's log and the company's tell of it. The admin never learns the link.
 */
export async function resetMemberPassword(
  deps: MembersDeps,
  command: { auth: Authenticated; memberId: string; viewer: Viewer },
): Promise<Outcome> {
  const { membership: caller, company, account: admin } = command.auth;
  const found = await findMember(deps.table, company.companyId, command.memberId);
  if (found === null) return refuse('not-found');
  const { accountId, email, name, timezone, state } = found.account;
  if (state === 'disabled') return refuse('forbidden', { detail: 'This account is disabled.' });
  const now = deps.now();
  if (!(await mayMail(deps.table, email, now)))
    return refuse('too-many-attempts', { retryAfterSeconds: 3600 });

  const eventId = deps.newId();
  const lost = await commit(deps.table, [
    stillHolds(deps.table.name, caller),
    putPasswordReset(deps.table.name, email, { accountId, eventId }, now),
    recordEvent(deps.table.name, passwordResetRequested, {
      id: eventId,
      now,
      accountId,
      companyId: company.companyId,
      actor: { kind: 'account', accountId: caller.accountId },
      origin: command.viewer,
      data: {
        email,
        name,
        timezone,
        cause: 'sent-by-admin',
        admin: { name: admin.name, companyName: company.name },
      },
    }),
  ]);
  return lost === null ? { ok: true } : refuse('forbidden');
}
