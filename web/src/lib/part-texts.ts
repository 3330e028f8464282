/** Words of what several pages have, but not from the start: dialogs, new passwords, the page for what is not there. */

export const passwordTexts = {
  strength: 'Password strength:',
  levels: ['Too easy', 'Weak', 'Fair', 'Good', 'Strong'],
  rules: {
    length: '8 to 128 characters, of any kind',
    personal: 'Not your email address or name',
    guessable: 'Not easily guessed',
  },
  met: '(met)',
};

export const shortcutTexts = {
  title: 'Keyboard shortcuts',
  save: 'Save changes',
  open: (tab: string) => `Open ${tab}`,
  list: 'Show this list',
  or: 'or',
  then: 'then',
  singleKeys: 'Use shortcuts of single keys',
  singleKeysHint: 'Turn this off if your keyboard or speech input triggers them by accident.',
};

export const unsavedTexts = {
  title: 'Leave without saving?',
  description: 'You have changes that are not saved yet. If you leave, they are lost.',
  stay: 'Keep editing',
  leave: 'Discard changes',
};

export const proofTexts = {
  stepUpTitle: 'Confirm it’s you',
  stepUpDescription: 'This is sensitive, so please enter your password again. It counts for 10 minutes.',
  signInTitle: 'Your session has ended',
  signInDescription: (email: string) => `Sign in again as ${email} to keep what you have typed.`,
  password: 'Password',
  wrong: 'This password is wrong.',
  code: 'Code from your app, or a recovery code',
  codeAsked: 'Your password is right. Two-factor authentication is on, so a code is needed, too.',
  wrongCode: 'This code is wrong.',
  usedCode: 'This code was used already. Wait until the app shows the next one.',
  confirm: 'Confirm',
  signIn: 'Sign in',
};

/** What every dialog that erases something says. */
export const erasureTexts = {
  willDelete: 'What will be deleted',
  willKeep: 'What is kept',
  deleted: 'Deleted',
  kept: 'Kept',
  nothing: 'Nothing',
  confirmation: (word: string): string => `Type ${word} to confirm`,
  password: 'Password',
  code: 'Code from your app, or a recovery code',
  wrongPassword: 'This password is wrong.',
  wrongCode: 'This code is wrong.',
  usedCode: 'This code was used already. Wait until the app shows the next one.',
};

export const receiptTexts = {
  kinds: { account: 'Deletion of an account', 'data-reset': 'Reset of a company’s data' },
  statuses: { running: 'Under way', completed: 'Complete', incomplete: 'Incomplete' },
  storeStatuses: { erased: 'Erased', unanswered: 'No answer' },
  unanswered: 'This store has been asked again and again and has not answered. Operators are told.',
  requested: 'Requested',
  started: 'Begun',
  completed: 'Completed',
  keptUntil: 'Receipt kept until',
  save: 'Save the receipt',
  keepIt: 'It names nobody. With its number it can be read again.',
  timesIn: (zone: string): string => `Times are those of ${zone}.`,
};

export const jobTexts = {
  counting: 'Counting what there is…',
  of: (done: string, total: string): string => `${done} of ${total}`,
  waiting: 'It goes on, but how far it is can’t be told just now.',
};

export const lostTexts = {
  missing: {
    title: 'There is no such page',
    text: 'The address may be mistyped, or the page has moved. Your settings are where they were.',
  },
  broken: {
    title: 'Something went wrong',
    text: 'The page could not be shown. Reload it; if that does not help, try again in a few minutes.',
  },
  reload: 'Reload',
  home: 'Go to settings',
};
