/** The words of the password card. */
export const passwordTexts = {
  current: 'Current password',
  wrong: 'This is not your current password',
  fresh: 'New password',
  repeat: 'Repeat new password',
  mismatch: 'The passwords are not the same',
  signOutOthers: 'Sign out other devices',
  signOutOthersHint: 'Whoever is signed in elsewhere has to enter the new password.',
  submit: 'Change password',
  submitting: 'Changing…',
  changed: 'Password changed',
  changedEverywhere: 'Password changed. Your other devices are signed out.',
  forgot: 'Forgot your current password?',
  forgotHint: 'We mail you a link to set a new one. It is good for one hour.',
  sendReset: 'Send password reset',
  sendingReset: 'Sending…',
  resetSent: (email: string): string =>
    `A link to set a new password is on its way to ${email}. It is good for one hour.`,
};
