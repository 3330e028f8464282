import { mostOwnEntries } from '#functions/ip-allowlist/entry-contract.ts';

/** The words of the card with a person's own list of addresses. */
export const ipListTexts = {
  off: 'Off',
  on: 'Enabled',
  label: 'Allowed addresses',
  hint: `One address or network a line, ${mostOwnEntries} at most. What stands after # is a comment. Empty: no restriction.`,
  warning:
    'From anywhere else you can neither sign in nor go on. If you lose all of these addresses, only support can let you in, or break-glass if you own a company.',
  example: '203.0.113.0/24 # office',
  yours: (address: string): string => `You are at ${address}.`,
  mine: 'my address',
  addMine: 'Add my address',
  save: 'Save list',
  saving: 'Saving…',
  saved: 'Your list of addresses is saved',
  lifted: 'The restriction is lifted: every address is allowed',
  tooMany: (count: number): string => `At most ${mostOwnEntries} addresses; these are ${count}.`,
  twice: 'Is there twice, and kept once',
  notes: 'Saved, and worth knowing:',
  ranges: (ranges: readonly string[]): string => `Together: ${ranges.join(', ')}`,
  lockedOut: (address: string): string =>
    `This would lock you out: your own address ${address} is not on the list. Nothing was saved.`,
  addAndSave: 'Add my address and save',
  theirsTitle: 'Your list was changed elsewhere meanwhile',
  theirs: 'Nothing was overwritten. There it is now:',
  theirsEmpty: 'Nothing was overwritten. There it is empty now.',
  takeTheirs: 'Take that one',
  keepMine: 'Save mine instead',
};
