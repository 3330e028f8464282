/** The words of the page behind the unsubscribe links of mails. */
export const unsubscribeTexts = {
  title: 'Unsubscribe',
  loading: 'One moment…',
  type: (title: string) => `“${title}”`,
  asks: (what: string) => `Stop getting mail about ${what}? Other notifications stay as they are.`,
  categories: new Map([
    ['messages', 'messages and calls'],
    ['work', 'work'],
    ['billing', 'billing'],
    ['company', 'your company'],
    ['reports', 'reports'],
    ['product', 'the product'],
  ]),
  submit: 'Unsubscribe',
  submitting: 'Unsubscribing…',
  doneTitle: 'You are unsubscribed',
  done: (what: string) =>
    `You get no more mail about ${what}, unless your company keeps it on for everybody.`,
  undo: 'Undo',
  undoing: 'Undoing…',
  undoneTitle: 'You get this mail again',
  undone: (what: string) => `Mail about ${what} comes as it did before.`,
  settings: 'Notification settings',
  invalid: 'This link is not valid. You can turn mails off in your notification settings.',
};
