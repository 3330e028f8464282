/** The words of the page before it knows who asks, and for members. */
export const pageTexts = {
  title: 'IP restrictions',
  loadFailed: 'The IP restrictions could not be loaded',
  members: (company: string): string => `The admins of ${company} decide from which networks it can be used`,
  ask: 'If you need an address on the list, ask one of them:',
};
