import type { AuditKind } from './audit-filter.ts';

/** What happens in a company, by kind: the words of each type, without `latchkey.` before it. */
export const auditTypes: Readonly<Record<AuditKind, Readonly<Record<string, string>>>> = {
  company: {
    'company.created': 'Company founded',
    'company.renamed': 'Company renamed',
    'company.deleted': 'Company deleted',
    'company.deletion-scheduled': 'Deletion of the company scheduled',
    'company.deletion-cancelled': 'Deletion of the company cancelled',
  },
  members: {
    'account.created': 'Account created',
    'member.invited': 'Invitation sent',
    'member.invitation-revoked': 'Invitation withdrawn',
    'member.joined': 'Member joined',
    'member.role-changed': 'Role changed',
    'member.left': 'Member left',
    'member.removed': 'Member removed',
  },
  'sign-in': {
    'session.started': 'Signed in',
    'session.ended': 'Signed out',
    'session.identity-proven': 'Identity confirmed',
    'session.timeout-changed': 'Session timeout changed',
    'session.others-ended': 'Signed out everywhere else',
    'session.company-switched': 'Switched to this company',
  },
  security: {
    'password.reset-requested': 'Password reset requested',
  },
  'ip-restrictions': {
    'company.ip-allowlist-changed': 'IP restrictions changed',
    'company.ip-enforcement-began': 'IP restrictions enforced, on trial',
    'company.ip-enforcement-confirmed': 'IP restrictions confirmed',
    'company.ip-enforcement-reverted': 'IP restrictions reverted, unconfirmed',
    'security.address-refused': 'Refused because of the network address',
    'company.ip-would-have-blocked': 'Would have been blocked',
    'company.ip-break-glass-used': 'Break-glass used',
  },
  integrations: {
    'integration.connected': 'Provider connected',
    'integration.rotated': 'Provider’s credentials replaced',
    'integration.tested': 'Provider tested',
    'integration.disconnected': 'Provider disconnected',
  },
  other: {},
};
