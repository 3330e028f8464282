import type { InvitationDocument } from './contract.ts';
import type { Invitation } from './invitation-item.ts';

/** An invitation as the admins of its company see it. */
export function invitationDocument(invitation: Invitation): InvitationDocument {
  const { invitationId, email, role, invitedBy, inviterName, createdAt, expiresAt } = invitation;
  return {
    id: invitationId,
    email,
    role,
    invitedBy: { id: invitedBy, name: inviterName },
    createdAt,
    expiresAt,
  };
}
