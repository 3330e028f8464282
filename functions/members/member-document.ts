import type { Account } from '#functions/shared/account-item.ts';
import type { Membership } from '#functions/shared/company-item.ts';
import type { Member } from './contract.ts';

/** A member as another one, the viewer, may see them: when they were last seen is for admins and themselves. */
export function memberDocument(account: Account, membership: Membership, viewer: Membership): Member {
  const { role, joinedAt, lastSeenAt, accountId } = membership;
  const told = viewer.role !== 'member' || viewer.accountId === accountId;
  return {
    id: accountId,
    name: account.name,
    email: account.email,
    role,
    avatarUrl: account.avatarUrl,
    joinedAt,
    lastSeenAt: told ? lastSeenAt : null,
  };
}
