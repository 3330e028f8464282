/** The words of the banner that is fetched while a recovery waits. */
export const recoveryBannerTexts = {
  title: 'Somebody is recovering your account',
  text: (moment: string): string =>
    `Two-factor will be turned off and everybody signed out on ${moment}. If it was not you, or you have found your authenticator, cancel it now; if it was not you, also change the passwords of your mailbox and of this account.`,
  cancel: 'Cancel it',
  cancelled: 'The recovery is cancelled. Two-factor stays on.',
};
