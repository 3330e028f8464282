import type { Member } from '#functions/members/contract.ts';

type Role = Member['role'];

/** The words of the company page. */
export const companyTexts = {
  loadFailed: 'The company could not be loaded',
  title: 'Company',
  description: 'What everybody in it sees',
  name: 'Company name',
  rename: 'Rename',
  renaming: 'Renaming…',
  renamed: 'Company renamed',
  since: (day: string): string => `Founded ${day}`,
  readOnly: 'Owners and admins can change it.',
  members: 'Members',
  membersDescription: (count: number): string =>
    count === 1 ? 'Only you so far' : `${String(count)} people belong to this company`,
  search: 'Find a member',
  noneFound: 'Nobody by that name or address',
  you: 'You',
  joined: (day: string): string => `Joined ${day}`,
  seen: (moment: string): string => `Last seen ${moment}`,
  neverSeen: 'Not seen yet',
  manage: (name: string): string => `Manage ${name}`,
  roleOf: (name: string): string => `Role of ${name}`,
  roleChanged: (name: string, role: Role): string => `${name} is now ${articles[role]}`,
  sendReset: 'Send password reset',
  resetSent: (name: string): string => `A link to set a new password was mailed to ${name}`,
  remove: 'Remove',
  removed: (name: string): string => `${name} was removed`,
  removeTitle: (name: string): string => `Remove ${name}?`,
  removeText: (company: string): string =>
    `They lose access to ${company} with their next click. Their own account stays.`,
  removing: 'Removing…',
  notifications: 'Notifications',
  notificationsDescription:
    'What members are told of unless they choose otherwise, and what is locked for all',
  notificationDefaults: 'Notification defaults',
  invitations: 'Invitations',
  invitationsDescription: 'Mailed links, good for seven days',
  noInvitations: 'Nobody is invited at the moment.',
  invite: 'Invite somebody',
  inviteTitle: 'Invite somebody',
  inviteText: 'They get a mail with a link that is good for seven days.',
  email: 'Email address',
  role: 'Role',
  send: 'Send invitation',
  sending: 'Sending…',
  invited: (email: string): string => `Invitation sent to ${email}`,
  invitedBy: (name: string, role: Role): string => `Invited by ${name} as ${articles[role]}`,
  expires: (moment: string): string => `Good until ${moment}`,
  expired: 'Expired',
  resend: 'Send again',
  revoke: 'Withdraw',
  revoked: (email: string): string => `The invitation of ${email} was withdrawn`,
  leaveCard: 'Leave or delete',
  leaveDescription: 'What can’t be undone',
  leave: 'Leave company',
  leaveTitle: (company: string): string => `Leave ${company}?`,
  leaveText: 'You lose access to it at once. To come back, somebody there has to invite you again.',
  leaving: 'Leaving…',
  left: (company: string): string => `You left ${company}`,
  delete: 'Delete company',
  deleteTitle: (company: string): string => `Delete ${company}?`,
  deleteText: (others: number): string =>
    others === 0
      ? 'Its data and invitations go with it. This can’t be undone.'
      : `Its data, its invitations and the access of ${String(others)} other ${others === 1 ? 'member' : 'members'} go with it, and they are told. This can’t be undone.`,
  deleting: 'Deleting…',
  deleted: (company: string): string => `${company} was deleted`,
};

const articles: Record<Role, string> = { owner: 'an owner', admin: 'an admin', member: 'a member' };

export const roleNames: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member' };

/** What a role may do, in a line. */
export const roleTexts: Record<Role, string> = {
  owner: 'Everything, the other owners and the end of the company too',
  admin: 'Members, invitations, IP restrictions, integrations, the audit log',
  member: 'Works with the company’s data',
};
