/** The words of a settings page whose account waits for its deletion. */
export const pendingTexts = {
  title: 'Your account is going to be deleted',
  when: (moment: string): string => `On ${moment}.`,
  left: (time: string): string => `${time} left`,
  begun: 'The time is over: the account is being deleted now.',
  keep: 'Keep my account',
  keeping: 'Keeping it…',
  kept: 'Your account stays. Everything is as it was.',
  loadFailed: 'When it will be deleted could not be loaded',
  cardTitle: 'What you can still do',
  cardText:
    'The account is closed until then: nobody can change anything in it, and your profile, companies and settings are out of reach. You can keep it after all, or take your data along.',
  export: 'Your data',
  exportText: 'A zip file with everything that is stored about you and the companies that you own.',
};
