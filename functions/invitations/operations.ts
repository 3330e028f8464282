import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { readSession } from '#functions/shared/session/authenticate.ts';
import { readSessionCookie } from '#functions/shared/session/session-cookie.ts';
import { acceptInvitation } from './accept-invitation.ts';
import * as contract from './contract.ts';
import type { AcceptDeps, InvitationsDeps } from './deps.ts';
import { invitationDocument } from './invitation-document.ts';
import { listOpenInvitations } from './invitation-item.ts';
import { inviteMember } from './invite-member.ts';
import { revokeInvitation } from './revoke-invitation.ts';

/** The operations of a company's invitations, bound to their use-cases. */
export function invitationOperations(deps: InvitationsDeps): BoundOperation[] {
  return [
    bind(contract.listInvitations, async ({ auth }) => {
      const open = await listOpenInvitations(deps.table, auth.company.companyId);
      const invitations = open.map(invitationDocument);
      return {
        ok: true,
        body: { invitations: invitations.sort((a, b) => b.createdAt.localeCompare(a.createdAt)) },
      };
    }),
    bind(contract.inviteMember, async ({ auth, body, viewer }) => {
      const outcome = await inviteMember(deps, { auth, ...body, viewer });
      return outcome.ok ? { ok: true, body: outcome.invitation } : outcome;
    }),
    bind(contract.revokeInvitation, ({ auth, params, viewer }) =>
      revokeInvitation(deps, { auth, invitationId: params.id, viewer }),
    ),
  ];
}

/** Accepting, which may make a user in Cognito. */
export function invitationAcceptOperations(deps: AcceptDeps): BoundOperation[] {
  return [
    bind(contract.acceptInvitation, async ({ body, viewer, event }) => {
      const cookie = readSessionCookie(event.cookies);
      const held = cookie === null ? null : await readSession(deps.table, cookie, deps.now());
      const outcome = await acceptInvitation(deps, { ...body, held, viewer });
      if (!outcome.ok) return outcome;
      const { accepted, setCookie } = outcome;
      return { ok: true, body: accepted, ...(setCookie === null ? {} : { cookies: [setCookie] }) };
    }),
  ];
}
