/** The words of the two-factor card, as far as they stand on it from the start. */
export const twoFactorTexts = {
  enabled: 'Enabled',
  off: 'Your password alone signs in.',
  offHint:
    'With an authenticator app, signing in also takes a six-digit code from your phone. Whoever learns your password can do nothing with it.',
  turnOn: 'Turn on two-factor',
  turningOn: 'Preparing…',
  app: 'Authenticator app',
  since: (moment: string): string => `On since ${moment}`,
  codes: 'Recovery codes',
  codesLeft: (left: number): string =>
    left === 0
      ? 'None left'
      : left === 1
        ? '1 left, good for one sign-in'
        : `${left} left, each good for one sign-in`,
  fewCodes: (left: number): string =>
    left === 0
      ? 'You have no recovery codes left'
      : left === 1
        ? 'Only 1 recovery code is left'
        : `Only ${left} recovery codes are left`,
  fewCodesText: 'Without your phone and without a code you could not sign in. Make new ones now.',
  regenerate: 'Make new codes',
  turnOff: 'Turn off',
  turnOffWhat: 'two-factor authentication',
};
