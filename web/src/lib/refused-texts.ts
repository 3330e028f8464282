/** The words that explain that a network address is not allowed. */
export const refusedTexts = {
  title: 'Your network address is not allowed',
  seen: 'You are seen at',
  copy: 'Copy the address',
  copied: 'Address copied',
  own: 'It is not on your own list of allowed addresses. Use a network that is on it: from there you can change the list on the Security tab. If you have none of them any more, ask support.',
  company: (company: string): string =>
    `It is not on the list of ${company}. Ask an owner or admin of ${company} to add it; they need the address above.`,
  anyCompany: 'It is not on the list of your company. Ask one of its owners or admins to add it.',
  elsewhere: 'Go on in another company',
  goOnIn: (company: string): string => `Go on in ${company}`,
  switched: (company: string): string => `You are in ${company} now`,
  /** The companies of somebody who is shut out can't be read; signing in looks for one that lets them in. */
  signInAgain: 'If you belong to another company that allows this address, signing in again takes you there.',
  signOut: 'Sign out and sign in again',
  breakGlass: 'An owner with an authenticator and a recovery code can get in for 30 minutes:',
  useBreakGlass: 'Use break-glass',
  again: 'Try again',
  back: 'Back',
};
