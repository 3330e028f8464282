/** The words of the passkeys card and its dialogs. */
export const passkeyTexts = {
  none: 'You have no passkeys yet',
  noneHint:
    'A passkey is kept by your device or password manager. It stands for your password and the second factor at once.',
  unsupported:
    'This browser cannot use passkeys. Open this page in a current browser to add one, over https:// and not in a private app view.',
  added: (moment: string): string => `Added ${moment}`,
  lastUsed: (ago: string): string => `Last used ${ago}`,
  neverUsed: 'Not used yet',
  add: 'Add a passkey',
  preparing: 'Preparing…',
  addTitle: 'Add a passkey',
  addText: 'Give it a name that you will recognise, then follow your browser.',
  name: 'Name',
  create: 'Create passkey',
  creating: 'Follow your browser…',
  wasAdded: (name: string): string => `Passkey added: ${name}`,
  cancelled: 'Your browser did not make a passkey. Try again, or close this.',
  known: 'This device has a passkey for your account already.',
  tooLate: 'This took too long. Try once more.',
  rename: 'Rename',
  renameTitle: 'Rename passkey',
  renaming: 'Saving…',
  save: 'Save',
  renamed: (name: string): string => `Passkey renamed to ${name}`,
  remove: 'Remove',
  removeTitle: (name: string): string => `Remove ${name}?`,
  removeText:
    'It can no longer sign in to your account. Delete it from your device or password manager, too: that is not done from here.',
  removing: 'Removing…',
  removed: (name: string): string => `Passkey removed: ${name}`,
  /** Said after a button by a screen reader. */
  which: (name: string): string => name,
};
