/** The words of the page before it knows who asks, and for members. */
export const pageTexts = {
  back: 'Company and members',
  title: 'Notification defaults',
  loadFailed: 'The notification defaults could not be loaded',
  members: (company: string): string => `The admins of ${company} decide what its members begin with`,
  ask: 'What is locked for everybody, one of them can change:',
};
