import { memberInvited } from '#events/lifecycle/member-invited.ts';
import { parseClaim } from '#functions/shared/address-claim-item.ts';
import { readMany } from '#functions/shared/aws/read-many.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { countCall } from '#functions/shared/chain/rate-limit.ts';
import { after } from '#functions/shared/clock.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { Authenticated } from '#functions/shared/session/authenticate.ts';
import { addressClaimKey, membershipKey } from '#functions/shared/table.ts';
import { emailSubject } from '#functions/shared/throttle-item.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { InvitationDocument } from './contract.ts';
import type { InvitationsDeps } from './deps.ts';
import { invitationDocument } from './invitation-document.ts';
import { type Invitation, invitationIdOf, invitationLife, putInvitation } from './invitation-item.ts';

/** Invitations that one person can send in a day, and those that one address gets in an hour, from all companies. */
const perInviter = { calls: 200, windowSeconds: 86_400 };
const perAddress = { calls: 10, windowSeconds: 3600 };

export interface InviteMemberCommand {
  readonly auth: Authenticated;
  readonly email: string;
  readonly role: Invitation['role'];
  readonly viewer: Viewer;
}

/**
 * Invites an address to the caller's company, or sends its invitation anew: a fresh link, the earlier one dies.
 * Whether the address has an account is told by nothing, neither answer nor work; only that it is a member.
 */
export async function inviteMember(
  deps: InvitationsDeps,
  command: InviteMemberCommand,
): Promise<Outcome<{ invitation: InvitationDocument }>> {
  const { auth, email, role } = command;
  const { account, company, membership } = auth;
  const now = deps.now();
  if (email === account.email) return refuse('already-member');
  const wait = Math.max(
    await countCall(deps.table, 'invite', account.accountId, perInviter, now),
    await countCall(deps.table, 'invitation-mail', emailSubject(email).id, perAddress, now),
  );
  if (wait > 0) return refuse('too-many-attempts', { retryAfterSeconds: wait });

  const eventId = deps.newId();
  const [claim] = await readMany(deps.table, [addressClaimKey(email)]);
  const { companyId } = company;
  const invitation: Invitation = {
    companyId,
    invitationId: invitationIdOf(companyId, email),
    email,
    role,
    invitedBy: account.accountId,
    inviterName: account.name,
    eventId,
    createdAt: now.toISOString(),
    expiresAt: after(now, invitationLife).toISOString(),
    acceptedAt: null,
  };
  const lost = await commit(deps.table, [
    stillHolds(deps.table.name, membership),
    // The same work for an address without an account.
    isNoMember(deps.table.name, companyId, parseClaim(claim)?.accountId ?? eventId),
    putInvitation(deps.table.name, invitation),
    recordEvent(deps.table.name, memberInvited, {
      id: eventId,
      now,
      accountId: account.accountId,
      companyId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: command.viewer,
      data: {
        invitationId: invitation.invitationId,
        email,
        role,
        companyName: company.name,
        inviterName: account.name,
      },
    }),
  ]);
  if (lost !== null) return refuse(lost.index === 0 ? 'forbidden' : 'already-member');
  return { ok: true, invitation: invitationDocument(invitation) };
}

function isNoMember(tableName: string, companyId: string, accountId: string): TransactItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: membershipKey(companyId, accountId),
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
