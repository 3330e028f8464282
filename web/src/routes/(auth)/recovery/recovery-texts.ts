import type { AskForMailTexts, LinkTexts } from '../auth-texts.ts';

/** The words of the pages of a delayed recovery. */
export const requestTexts: AskForMailTexts = {
  title: 'Lost everything?',
  description:
    'Without your authenticator and your recovery codes, your mailbox can still get you in. It takes 72 hours, so that nobody else can do it unnoticed. Enter your email, and we mail you a link to begin.',
  email: 'Email',
  submit: 'Send link',
  submitting: 'Sending…',
  sentTitle: 'Check your mail',
  sent: (email: string): string =>
    `If there is an account for ${email}, a link to begin is on its way. It is good for one hour.`,
  again: 'Send it again',
  back: 'Back to sign in',
};

const goToSignIn = 'Go to sign in';

export const startTexts = {
  title: 'Recover your account',
  description:
    'This starts a wait of 72 hours. After it two-factor is turned off, your recovery codes are void, every session ends, and you sign in with your password. Until then it can be cancelled by mail or by anybody who is signed in.',
  submit: 'Start the recovery',
  submitting: 'Starting…',
  doneTitle: 'The recovery has begun',
  done: (moment: string): string =>
    `Two-factor is turned off on ${moment}. We mailed you a link to cancel, and will write again then. There is nothing else to do.`,
  goOn: goToSignIn,
  notNeeded: 'Two-factor is off already. To get in, a new password is all you need.',
};

export const cancelTexts: LinkTexts = {
  title: 'Cancel the recovery',
  description:
    'Two-factor stays on. If you did not begin the recovery, somebody else can read your mail: change the password of your mailbox, then the one of this account.',
  submit: 'Cancel the recovery',
  submitting: 'Cancelling…',
  doneTitle: 'The recovery is cancelled',
  done: 'Two-factor stays on, and nothing about your account changes.',
  goOn: goToSignIn,
};
