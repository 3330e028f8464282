import { wordsOf } from '#lib/log/log-texts.ts';
import type { SecurityLine } from './security-filter.ts';

/** What happened, by the event's type. */
const titles: Readonly<Record<string, string>> = {
  'account.created': 'Account created',
  'account.sign-up-requested': 'Signed up',
  'account.sign-up-repeated': 'Somebody tried to sign up with your address',
  'session.started': 'Signed in',
  'session.ended': 'Signed out',
  'session.others-ended': 'Signed out everywhere else',
  'session.timeout-changed': 'Session timeout changed',
  'session.identity-proven': 'Identity confirmed',
  'session.company-switched': 'Switched to another company',
  'security.activity-disowned': 'Activity reported as not yours',
  'security.proof-refused': 'Too many failed attempts',
  'password.changed': 'Password changed',
  'password.reset-requested': 'Password reset requested',
  'password.reset': 'Password reset',
  'email.change-requested': 'Email change requested',
  'email.change-cancelled': 'Email change cancelled',
  'email.changed': 'Email address changed',
  'email.reverted': 'Email change taken back',
  'email.problem-found': 'Mail to your address came back',
  'email.problem-cleared': 'Your address is tried again',
  'phone.confirmation-requested': 'Code for your phone number requested',
  'phone.confirmed': 'Phone number confirmed',
  'phone.confirmation-removed': 'Text messages turned off',
  'push.subscribed': 'Notifications turned on in a browser',
  'push.renewed': 'A browser’s push service gave it a new address',
  'push.unsubscribed': 'Notifications turned off in a browser',
  'two-factor.enabled': 'Two-factor turned on',
  'two-factor.disabled': 'Two-factor turned off',
  'two-factor.recovery-codes-regenerated': 'New recovery codes made',
  'two-factor.recovery-code-used': 'Recovery code used',
  'passkey.added': 'Passkey added',
  'passkey.renamed': 'Passkey renamed',
  'passkey.removed': 'Passkey removed',
  'recovery.requested': 'Account recovery requested',
  'recovery.started': 'Account recovery started',
  'recovery.cancelled': 'Account recovery cancelled',
  'recovery.completed': 'Account recovery completed',
  'deletion.scheduled': 'Account deletion scheduled',
  'deletion.reminded': 'Reminded of the account deletion',
  'deletion.cancelled': 'Account deletion cancelled',
  'ip-allowlist.changed': 'Own IP restrictions changed',
  'security.address-refused': 'Access from a network address refused',
  'member.invited': 'Invitation to a company sent',
  'member.invitation-revoked': 'Invitation to a company revoked',
  'member.joined': 'Joined a company',
  'member.left': 'Left a company',
  'member.removed': 'Removed from a company',
  'member.role-changed': 'Role in a company changed',
  'export.requested': 'Copy of your data asked for',
  'export.completed': 'Copy of your data made ready',
  'export.downloaded': 'Copy of your data downloaded',
  'export.failed': 'Copy of your data failed',
  'support.acted': 'Support helped',
  'support.mail-resent': 'Support sent a mail again',
};

const methods: Readonly<Record<string, string>> = {
  password: 'with your password',
  totp: 'with your authenticator app',
  'recovery-code': 'with a recovery code',
  passkey: 'with a passkey',
};

/** The title of a line. A type that has none here is named by its own words. */
export function titleOf(type: string): string {
  return titles[type.replace(/^latchkey\./, '')] ?? wordsOf(type);
}

/** What a line says beyond its title: how, how long, which one. Null where there is nothing. */
export function detailOf({ type, details }: Pick<SecurityLine, 'type' | 'details'>): string | null {
  const { method, codesLeft, waitSeconds, minutes, passkeyName, newBrowser } = details;
  if (type === 'latchkey.session.started' && typeof method === 'string') {
    const how = methods[method];
    const where = newBrowser === true ? 'in a browser that was new to your account' : undefined;
    return [how, where].filter((part) => part !== undefined).join(', ') || null;
  }
  if (typeof codesLeft === 'number') return codesLeft === 1 ? '1 left' : `${codesLeft} left`;
  if (typeof waitSeconds === 'number') return 'Further ones had to wait';
  if (typeof minutes === 'number') return `${minutes} minutes`;
  if (type === 'latchkey.session.timeout-changed') return 'Never';
  return typeof passkeyName === 'string' ? passkeyName : null;
}
