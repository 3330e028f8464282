const people = (others: number): string =>
  others === 1 ? '1 other member' : `${String(others)} other members`;

/** The words of the dialog that deletes an account. */
export const deleteTexts = {
  title: 'Delete your account?',
  description: (days: number): string =>
    days === 1
      ? 'It is closed at once and deleted after a day. Until then you can take it back.'
      : `It is closed at once and deleted after ${String(days)} days. Until then you can take it back.`,
  loadFailed: 'What would be deleted could not be loaded',
  blocked: 'Before you can delete it',
  lastOwner: (company: string, others: number): string =>
    `You are the only owner of ${company}, which has ${people(others)}.`,
  handOver: 'Make somebody else an owner',
  handingOver: 'Opening…',
  deleteCompany: (company: string): string => `Delete ${company} with my account`,
  deleteCompanyHint: (others: number): string =>
    others === 1
      ? 'The other member is told by mail, and loses access to it.'
      : `The ${people(others)} are told by mail, and lose access to it.`,
  tooNew: (moment: string): string =>
    `A sign-in method or your address was changed less than a day ago. To protect you from somebody who has just taken over, the account can be deleted from ${moment} on.`,
  seeChanges: 'See what was changed',
  export: 'Take your data with you first',
  goOn: 'Continue',
  settle: 'Settle the points above to go on.',
  confirmTitle: 'Confirm the deletion',
  changed: 'Something has changed meanwhile. Please look at it once more.',
  companiesGo: (names: string): string => `${names} will be deleted, too.`,
  back: 'Back',
  submit: 'Delete my account',
  submitting: 'Scheduling…',
  scheduled: (moment: string): string => `Your account will be deleted on ${moment}`,
};
