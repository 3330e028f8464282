/** The words of the break-glass page. */
export const breakGlassTexts = {
  title: 'Break-glass',
  description:
    'For owners whom the IP restrictions shut out: 30 minutes past the company’s list, and your own, from any address. It uses up a recovery code, and all owners are mailed.',
  signedInAs: (email: string): string => `You are signed in as ${email}.`,
  signedIn: 'You are signed in.',
  another: 'Use another account',
  email: 'Email',
  password: 'Password',
  code: 'Six-digit code',
  codeHint: 'From your authenticator app',
  codeShape: 'The code has six digits',
  recoveryCode: 'Recovery code',
  recoveryHint: 'One of those that you saved. It works once; spaces, dashes and capitals do not matter.',
  submit: 'Break the glass',
  submitting: 'Checking…',
  wrongPassword: 'Email or password is wrong.',
  wrongCode: 'The code or the recovery code is wrong.',
  usedCode: 'This code was used already. Wait until the app shows the next one.',
  noTwoFactor:
    'Break-glass needs two-factor authentication, and this account has none. Ask another owner, or support.',
  notOwner: 'Break-glass is for owners. Ask an owner or admin of your company to add your address.',
  ended: 'Your session has ended. Enter your email, too.',
  doneTitle: 'You are past the restrictions',
  done: (moment: string): string =>
    `Until ${moment} no list of addresses refuses you. Mend the list before that. All owners were mailed.`,
  mend: 'Open IP restrictions',
  signIn: 'Sign in',
  back: 'Back to sign in',
};
