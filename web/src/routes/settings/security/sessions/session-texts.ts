/** The words of the sessions card and its dialog. */
export const sessionTexts = {
  on: (browser: string, os: string): string => `${browser} on ${os}`,
  devices: { desktop: 'Computer', mobile: 'Phone', tablet: 'Tablet', other: 'Device' },
  current: 'This device',
  activeNow: 'Active now',
  lastSeen: (ago: string): string => `Last seen ${ago}`,
  signedIn: (moment: string): string => `Signed in ${moment}`,
  end: 'Sign out',
  /** Said after it by a screen reader. */
  endWhat: (name: string): string => name,
  ended: (name: string): string => `Signed out: ${name}`,
  showAll: (count: number): string => `Show all ${count} sessions`,
  showFewer: 'Show fewer',
  endOthers: 'Sign out all others',
  onlyThis: 'You are signed in nowhere else.',
  endOthersTitle: 'Sign out everywhere else?',
  endOthersText: (count: number): string =>
    count === 1
      ? 'The other device has to sign in again. What is not saved there is lost.'
      : `${count} other devices have to sign in again. What is not saved there is lost.`,
  endingOthers: 'Signing out…',
  endedOthers: 'Signed out everywhere else',
  timeout: 'Sign me out after',
  timeoutHint: 'How long a device may be idle before it has to sign in again.',
  minutes: (minutes: number | null): string => {
    if (minutes === null) return 'Never, up to 30 days';
    return minutes < 60 ? `${minutes} minutes` : minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
  },
  timeoutSaved: 'Session timeout saved',
};
