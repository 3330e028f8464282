import { invitationRevoked } from '#events/lifecycle/invitation-revoked.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { InvitationsDeps } from './deps.ts';
import { deleteInvitation, readInvitation } from './invitation-item.ts';

export interface RevokeInvitationCommand {
  readonly auth: Authenticated;
  readonly invitationId: string;
  readonly viewer: Viewer;
}

/** Withdraws an invitation of the caller's company. One that was accepted meanwhile is not there any more. */
export async function revokeInvitation(
  deps: InvitationsDeps,
  command: RevokeInvitationCommand,
): Promise<Outcome> {
  const { auth, invitationId } = command;
  const { companyId } = auth.company;
  const invitation = await readInvitation(deps.table, companyId, invitationId);
  if (invitation?.acceptedAt !== null) return refuse('not-found');
  const { accountId } = auth.account;
  const lost = await commit(deps.table, [
    stillHolds(deps.table.name, auth.membership),
    deleteInvitation(deps.table.name, invitation),
    recordEvent(deps.table.name, invitationRevoked, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: command.viewer,
      data: { invitationId, email: invitation.email },
    }),
  ]);
  if (lost === null) return { ok: true };
  // Accepted, withdrawn or sent anew meanwhile: look again.
  return lost.index === 0 ? refuse('forbidden') : revokeInvitation(deps, command);
}
