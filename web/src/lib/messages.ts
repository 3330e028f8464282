import type { FieldReason, Reason } from '#functions/shared/reasons.ts';
import type { LocalReason, Problem } from './api/problem.ts';

/**
 * Every sentence of the site. A translation is another file of this shape; a reason without a sentence does not
 * compile.
 */

export const productName = 'Latchkey';
const locale = 'en';
/** How dates are written: the day before the month, as in our mails. */
export const dateLocale = 'en-GB';

/** What a whole request was refused for. */
const problems: Record<Reason | LocalReason, string> = {
  'invalid-input': 'Please check the marked fields.',
  'invalid-email': 'Invalid email format',
  'invalid-phone': 'Invalid phone number format',
  'malformed-body': 'Something went wrong. Please try again.',
  'invalid-idempotency-key': 'Something went wrong. Please try again.',
  'invalid-code': 'This code or link is not valid. Use the newest one that we mailed to you.',
  'code-expired': 'This code or link has expired. Ask for a new one.',
  'code-used': 'This code was used already. Wait for your app to show the next one.',
  'challenge-expired': 'This took too long. Enter your password again.',
  unauthorized: 'Your session has ended. Sign in again.',
  'invalid-credentials': 'Email or password is wrong.',
  'passkey-refused': 'This passkey could not sign you in. Try another one, or your password.',
  'passkey-not-accepted': 'This passkey can not be used here. Try another device or browser.',
  'too-many-passkeys': 'You have 20 passkeys, the most there can be. Remove one first.',
  'not-confirmed': 'Confirm your email address first.',
  forbidden: 'Your role does not allow this.',
  'origin-refused': 'This address is not the way in. Open the site by its own address.',
  'cross-site':
    'The request was refused because it seemed to come from another site. Reload the page and try again.',
  'step-up-required': 'Confirm your password to go on.',
  'second-factor-required': 'Enter a code of your authenticator app, or a recovery code, too.',
  'authenticator-required': 'Confirm your password with a code of your authenticator app to go on.',
  'factor-too-new':
    'A sign-in method added less than a day ago protects this one. Try again a day after it was added.',
  'ip-not-allowed': 'Access from your network address is not allowed.',
  'deletion-pending': 'This account is about to be deleted, so it can no longer be changed.',
  'account-disabled': 'This account is disabled. Contact support.',
  'membership-ended': 'You are no longer a member of this company. Reload the page to go on in another.',
  'support-only': 'The email address can only be changed by support.',
  'not-found': 'This does not exist any more.',
  'session-rotated': 'Your session was renewed in another tab. Please try again.',
  'two-factor-on': 'Two-factor authentication is on already.',
  'two-factor-off': 'Two-factor authentication is not on.',
  'email-taken': 'This email address is in use by another account.',
  'would-lock-you-out': 'This would lock you out.',
  'last-owner': 'A company needs an owner. Make somebody else an owner first.',
  'sign-in-required': 'You have an account: sign in to accept the invitation.',
  'sign-up-required': 'Choose a name and a password to accept the invitation.',
  'already-member': 'This person is a member of the company already.',
  'signed-in-as-another': 'The invitation is for another address. Sign out, then sign in with that one.',
  'last-company': 'This is your only company. Create or join another one first.',
  'enforcement-ended': 'The time to confirm is over. The restrictions are as they were before.',
  'request-in-progress': 'The same request is still under way. Wait a moment.',
  'changed-elsewhere': 'This was changed elsewhere in the meantime.',
  'too-large': 'That is too large.',
  'unsupported-media-type': 'This kind of file is not accepted.',
  'idempotency-key-reused': 'Something went wrong. Please try again.',
  'too-many-attempts': 'Too many attempts. Wait a moment, then try again.',
  'server-error': 'Something went wrong. Please try again.',
  'dependency-unavailable': 'The service is not available at the moment. Please try again shortly.',
  offline: 'You are offline. Check your connection, then try again.',
  'timed-out': 'The answer took too long. Please try again.',
  unreachable: 'The service could not be reached. Check your connection, then try again.',
  unreadable: 'Something went wrong. Please try again.',
};

/** What one field was refused for, where it has no sentence of its own below. */
const fields: Record<FieldReason, string> = {
  required: 'This field is required',
  'wrong-type': 'Invalid value',
  'too-short': 'This is too short',
  'too-long': 'This is too long',
  'invalid-email': 'Invalid email format',
  'invalid-phone': 'Invalid phone number format',
  'invalid-name': 'Use letters, spaces, hyphens, apostrophes and full stops only',
  'invalid-timezone': 'Invalid timezone',
  'invalid-code': 'Invalid code',
  'invalid-choice': 'Choose one of the options',
  'invalid-value': 'Invalid value',
  'password-too-common': 'This password is among the most common ones. Choose another',
  'password-is-personal': 'The password must not be your email address or name',
  'password-composition': 'Use upper and lower case letters, a digit and a special character',
  'password-spaces': 'The password must not begin or end with a space, or hold a line break',
  'email-unchanged': 'This is your address already',
  'use-email-change': 'Use “Change email” for a new address',
  'invalid-ip': 'This is no IP address or network',
  'invalid-prefix': 'The part after the slash is wrong',
  'ip-leading-zeros': 'Leave out leading zeros',
  'ip-zone': 'Leave out the zone (the part after %)',
  'ip-range-too-wide': 'This would admit every address',
  'too-many': 'These are too many',
  'image-type': 'Use a PNG, JPEG or WebP picture',
  'image-size': 'The picture is too large',
  'image-dimensions': 'The picture has the wrong dimensions',
  'image-metadata': 'The picture carries hidden data; save it again without',
};

/** Sentences of single fields: by the last part of the path, then by reason. */
const fieldsByName: Partial<Record<string, Partial<Record<FieldReason, string>>>> = {
  name: {
    required: 'Name is required',
    'too-short': 'Name must have at least 2 characters',
    'too-long': 'Name must have at most 100 characters',
  },
  email: { required: 'Email is required', 'too-long': 'Email must have at most 128 characters' },
  company: { 'too-long': 'Company must have at most 200 characters' },
  timezone: { required: 'Timezone is required' },
  code: { required: 'Code is required', 'invalid-code': 'Invalid code: check what you typed' },
  password: {
    required: 'Password is required',
    'too-short': 'Use at least 8 characters',
    'too-long': 'Use at most 128 characters',
  },
  currentPassword: { required: 'Current password is required' },
  newPassword: {
    required: 'New password is required',
    'too-short': 'Use at least 8 characters',
    'too-long': 'Use at most 128 characters',
  },
};

/** The sentence for a refused request. */
export function problemMessage({ reason }: Pick<Problem, 'reason'>): string {
  return problems[reason];
}

/** The sentence for a refused field. */
export function fieldMessage(path: string, reason: FieldReason): string {
  return fieldsByName[path.split('.').at(-1) ?? '']?.[reason] ?? fields[reason];
}

/** The sentence for a 429 that says how long to wait. */
export function waitMessage(seconds: number): string {
  return `Too many attempts. You can try again in ${duration(seconds)}.`;
}

/** "45 seconds", "3 minutes" (rounded up). */
export function duration(seconds: number): string {
  const [value, unit] = seconds < 120 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** Words that stand on several pages. */
export const texts = {
  optional: 'optional',
  showPassword: 'Show password',
  close: 'Close',
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  retry: 'Try again',
  tryAgainIn: (clock: string): string => `Try again in ${clock}`,
  loading: 'Loading…',
  justNow: 'just now',
  toastSuccess: 'Success',
  toastError: 'Error',
};

export const tabLabels = {
  profile: 'Profile',
  notifications: 'Notifications',
  security: 'Security',
  integrations: 'Integrations',
  'danger-zone': 'Danger Zone',
};

export const settings = {
  title: 'Settings',
  subtitle: 'Manage your account preferences and configurations',
  save: 'Save Changes',
  saving: 'Saving…',
  tabs: 'Settings sections',
  skip: 'Skip to content',
  offline: 'You are offline. What you type stays here; save it when you are back.',
};

export const header = {
  home: `${productName} settings`,
  account: 'Account menu',
  reload: 'Your account could not be loaded. Load it again',
  profile: 'Profile settings',
  signOut: 'Sign out',
  shortcuts: 'Keyboard shortcuts',
};
