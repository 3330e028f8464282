/** The words of the pages around signing in. */
export const signInTexts = {
  title: 'Sign in',
  description: 'Welcome back. Enter your email and password.',
  email: 'Email',
  password: 'Password',
  forgot: 'Forgot password?',
  submit: 'Sign in',
  submitting: 'Signing in…',
  noAccount: 'No account yet?',
  signUp: 'Sign up',
  notConfirmed: 'Your email address is not confirmed yet.',
  confirm: 'Enter the code or get a new one',
  notices: {
    confirmed: 'Your email address is confirmed. Sign in to begin.',
    reset: 'Your password is changed. Sign in with the new one.',
  },
};

export const secondFactorTexts = {
  totp: {
    title: 'Enter your code',
    description: 'Your password is right. Now enter the six-digit code from your authenticator app.',
    label: 'Six-digit code',
    hint: 'The app shows a new one every 30 seconds.',
    wrong: 'This code is wrong. Enter the one that the app shows now.',
    shape: 'The code has six digits',
    other: 'Use a recovery code instead',
  },
  'recovery-code': {
    title: 'Use a recovery code',
    description: 'Enter one of the codes that you saved when you turned on two-factor. It works once.',
    label: 'Recovery code',
    hint: 'Spaces, dashes, and capitals do not matter.',
    wrong: 'This is none of your recovery codes, or it was used already.',
    other: 'Use your authenticator app instead',
  },
  used: 'This code was used already. Wait until the app shows the next one.',
  submit: 'Sign in',
  submitting: 'Signing in…',
  expired: 'This took too long. Enter your password again.',
  lost: 'Lost everything?',
  recover: 'Recover your account',
  startOver: 'Start over',
};

export const passkeySignInTexts = {
  or: 'or',
  use: 'Sign in with a passkey',
  waiting: 'Follow your browser…',
  cancelled: 'Your browser used no passkey. Try again, or sign in with your password.',
  unsupported: 'This browser cannot use passkeys. Sign in with your password.',
  tooLate: 'This took too long. Try once more.',
};

export const signUpTexts = {
  title: 'Create your account',
  description: 'It takes a minute, and a code that we mail to you.',
  name: 'Full name',
  namePlaceholder: 'Your full name',
  email: 'Email',
  password: 'Password',
  submit: 'Create account',
  submitting: 'Creating account…',
  haveAccount: 'Already have an account?',
  signIn: 'Sign in',
};

export const confirmTexts = {
  title: 'Confirm your email',
  checkTitle: 'Check your mail',
  sentTo: (email: string): string =>
    `We sent a link and a code to ${email}. Open the link, or enter the code here.`,
  description: 'Open the link that we mailed to you, or enter the code here.',
  working: 'Confirming your email address…',
  email: 'Email',
  code: 'Code',
  codeHint: 'Ten letters and digits, such as AB12C-DE34F',
  submit: 'Confirm',
  submitting: 'Confirming…',
  nothingCame: 'Nothing came? Look in the spam folder, or',
  resend: 'send a new code',
  resendIn: (clock: string): string => `a new code can be sent in ${clock}`,
  resent: 'If this address is waiting for its confirmation, a new code is on its way.',
  back: 'Back to sign in',
};

/** A page that mails something to an address. */
export interface AskForMailTexts {
  readonly title: string;
  readonly description: string;
  readonly email: string;
  readonly submit: string;
  readonly submitting: string;
  readonly sentTitle: string;
  readonly sent: (email: string) => string;
  readonly again: string;
  readonly back: string;
}

export const forgotTexts: AskForMailTexts = {
  title: 'Forgot your password?',
  description: 'Enter your email, and we mail you a link to set a new one.',
  email: 'Email',
  submit: 'Send reset link',
  submitting: 'Sending…',
  sentTitle: 'Check your mail',
  sent: (email: string): string =>
    `If there is an account for ${email}, a link to set a new password is on its way. It is good for one hour.`,
  again: 'Send it again',
  back: 'Back to sign in',
};

export const resetTexts = {
  title: 'Set a new password',
  description: (email: string): string => `For ${email}. You will be signed out everywhere.`,
  password: 'New password',
  repeat: 'Repeat new password',
  mismatch: 'The passwords are not the same',
  submit: 'Set password',
  submitting: 'Saving…',
  incompleteTitle: 'This link is incomplete',
  incomplete: 'Open it from the mail once more, or ask for a new one.',
  newLink: 'Ask for a new link',
};

/** One page of a mailed link: a button, since mail scanners open links by themselves. */
export interface LinkTexts {
  readonly title: string;
  readonly description: string;
  readonly submit: string;
  readonly submitting: string;
  readonly doneTitle: string;
  readonly done: string;
  readonly goOn: string;
}

const goToSettings = 'Go to settings';

export const confirmEmailTexts: LinkTexts = {
  title: 'Confirm your new email address',
  description: 'From then on you sign in with it, and your mail goes there.',
  submit: 'Confirm new address',
  submitting: 'Confirming…',
  doneTitle: 'Your email address is changed',
  done: 'Sign in with the new address from now on. The old one got a link to take this back.',
  goOn: goToSettings,
};

export const cancelEmailTexts: LinkTexts = {
  title: 'Cancel the email change',
  description: 'Your address stays as it is. If you did not ask for the change, change your password, too.',
  submit: 'Cancel the change',
  submitting: 'Cancelling…',
  doneTitle: 'The change is cancelled',
  done: 'Your email address stays as it is.',
  goOn: goToSettings,
};

export const revertEmailTexts: LinkTexts = {
  title: 'Restore your old email address',
  description:
    'This puts the old address back, signs you out everywhere, and mails you a link to set a new password.',
  submit: 'Restore old address',
  submitting: 'Restoring…',
  doneTitle: 'Your old address is restored',
  done: 'You are signed out everywhere. We mailed a link to set a new password; please use it now.',
  goOn: 'Go to sign in',
};

export const keepAccountTexts: LinkTexts = {
  title: 'Keep your account?',
  description:
    'This calls the deletion off. Your account, your companies and your data stay as they are. If you did not ask for the deletion, change your password, too.',
  submit: 'Keep my account',
  submitting: 'Keeping it…',
  doneTitle: 'Your account stays',
  done: 'Nothing was deleted. Sign in to go on where you were.',
  goOn: 'Go to sign in',
};

export const notMeTexts: LinkTexts = {
  title: 'This wasn’t you?',
  description:
    'Then somebody knows your password. We end their session, make that password worthless, and mail you a link to set a new one.',
  submit: 'This wasn’t me',
  submitting: 'Securing your account…',
  doneTitle: 'Your account is secured',
  done: 'The session is ended and the password no longer works. We mailed a link to set a new one; please use it now.',
  goOn: 'Go to sign in',
};
