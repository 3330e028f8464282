import type { Reason } from '#functions/shared/reasons.ts';

/** The sentence for each reason that the API refuses a whole request for. Loaded when one is refused. */
export const problemSentences: Readonly<Record<Reason, string>> = {
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
  'reset-running': 'A reset of this company is already running. Wait for it to finish.',
  'export-not-ready': 'Your data is still being packed. Wait for the mail that says it is ready.',
  'export-expired': 'This download has expired. Ask for a new one.',
  'deletion-begun': 'The deletion has begun and can no longer be stopped.',
  'account-deleted':
    'This account has been deleted. The last mail to its address has the number of the receipt.',
  'channel-mandatory': 'This one cannot be turned off, so that you never miss it.',
  'locked-by-company': 'Your company has set this for everybody. Ask an admin to change it.',
  'request-in-progress': 'The same request is still under way. Wait a moment.',
  'changed-elsewhere': 'This was changed elsewhere in the meantime.',
  'too-large': 'That is too large.',
  'unsupported-media-type': 'This kind of file is not accepted.',
  'idempotency-key-reused': 'Something went wrong. Please try again.',
  'too-many-attempts': 'Too many attempts. Wait a moment, then try again.',
  'server-error': 'Something went wrong. Please try again.',
  'dependency-unavailable': 'The service is not available at the moment. Please try again shortly.',
};

/** Tells whether a string is a reason that this site knows. */
export function isKnownReason(reason: string): reason is Reason {
  return Object.hasOwn(problemSentences, reason);
}
