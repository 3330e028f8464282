/** The words of the page before it knows who asks, and for members. */
export const pageTexts = {
  title: 'Audit log',
  description: 'What happened in the company, and who did it',
  loadFailed: 'The audit log could not be loaded',
  members: (company: string): string => `The admins of ${company} see what happened in it`,
  ask: 'If you need to know something of it, ask one of them:',
};
