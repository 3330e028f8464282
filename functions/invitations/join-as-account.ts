import { memberJoined } from '#events/lifecycle/member-joined.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { readPlaces } from '#functions/shared/company-item.ts';
import { addMember } from '#functions/shared/company-writes.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { admit } from '#functions/shared/ip/admit.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { LiveSession } from '#functions/shared/session/authenticate.ts';
import { changeCompany } from '#functions/shared/session/change-company.ts';
import type { Viewer } from '#functions/shared/viewer.ts';
import type { ProvenInvitation } from './accept-invitation.ts';
import type { Accepted } from './contract.ts';
import type { AcceptDeps, InvitationsDeps } from './deps.ts';
import { takeInvitation } from './invitation-item.ts';

/** The writes by which an account takes up an invitation; the first fails when it was used, the second for a member. */
export function takeUp(
  deps: InvitationsDeps,
  { invitation, document }: ProvenInvitation,
  who: { accountId: string; name: string; viewer: Viewer },
): TransactItem[] {
  const [table, now] = [deps.table.name, deps.now()];
  const { companyId, email, role, invitedBy } = invitation;
  const { accountId, name, viewer } = who;
  const joinedAt = now.toISOString();
  return [
    takeInvitation(table, invitation, now),
    ...addMember(table, { companyId, accountId, role, joinedAt, lastSeenAt: joinedAt }),
    recordEvent(table, memberJoined, {
      id: deps.newId(),
      now,
      accountId,
      companyId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { email, name, role, companyName: document.company.name, invitedBy },
    }),
  ];
}

/**
 * Joins the company as the account of this session, which goes on in it. Following the link again answers the same
 * and does nothing, as long as the account is a member.
 */
export async function joinAsAccount(
  deps: AcceptDeps,
  proven: ProvenInvitation,
  { held, viewer }: { held: LiveSession; viewer: Viewer },
): Promise<Outcome<{ accepted: Accepted; setCookie: string | null }>> {
  const { account } = held;
  if (account.state === 'disabled') return refuse('account-disabled');
  if (account.state === 'deletion-pending') return refuse('deletion-pending');
  // The session goes on in the company, where every request would be refused.
  const at = { account, company: proven.company, viewer, at: 'session', sensitive: false } as const;
  const refusal = await admit(deps, at);
  if (refusal !== null) return refusal;
  const { companyId } = proven.invitation;
  const accepted = { ...proven.document, signedIn: true };

  const changed = changeCompany(deps, held, { companyId, cause: 'asked', viewer });
  const lost = await commit(deps.table, [
    ...takeUp(deps, proven, { accountId: account.accountId, name: account.name, viewer }),
    ...changed.items,
  ]);
  if (lost === null) return { ok: true, accepted, setCookie: changed.setCookie };
  if (lost.index > 2) return refuse('session-rotated');
  const [place] = await readPlaces(deps.table, account.accountId, [companyId]);
  return place === undefined ? refuse('code-expired') : { ok: true, accepted, setCookie: null };
}
