/** What a card says before its own code and words are there. */
export interface CardTexts {
  readonly title: string;
  readonly description: string;
  readonly loadFailed: string;
}

/** The words of the security tab, as far as they stand on it from the start. */
export const securityTexts = {
  cards: {
    password: {
      title: 'Password',
      description: 'Change it here while you know it, or have a link mailed to you',
      loadFailed: 'The password form could not be loaded',
    },
    twoFactor: {
      title: 'Two-factor authentication',
      description: 'A second proof when you sign in, so that your password alone opens nothing',
      loadFailed: 'Your two-factor settings could not be loaded',
    },
    passkeys: {
      title: 'Passkeys',
      description: 'Sign in with your fingerprint, face, or screen lock',
      loadFailed: 'Your passkeys could not be loaded',
    },
    sessions: {
      title: 'Active sessions',
      description: 'Where you are signed in',
      loadFailed: 'Your sessions could not be loaded',
    },
    ipList: {
      title: 'IP restrictions',
      description: 'From which networks your account can be used, in every company',
      loadFailed: 'Your list of addresses could not be loaded',
    },
    log: {
      title: 'Security log',
      description: 'What happened to your account, and who did it',
      loadFailed: 'Your security log could not be loaded',
    },
  },
} satisfies { cards: Record<string, CardTexts> };
