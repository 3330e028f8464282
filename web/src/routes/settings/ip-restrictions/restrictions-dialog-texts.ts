import { mostCompanyEntries } from '#functions/ip-allowlist/entry-contract.ts';

const many = (count: number): string => count.toLocaleString('en');

/** The words of the dialogs over the page of IP restrictions. */
export const dialogTexts = {
  addTitle: 'Add an entry',
  editTitle: 'Edit the entry',
  cidr: 'Address or network',
  cidrHint: 'IPv4 or IPv6, or a network such as 203.0.113.0/24',
  keptAs: (cidr: string): string => `Will be kept as ${cidr}`,
  onList: 'This is on the list already',
  label: 'Label',
  labelHint: 'Such as the office that it is the network of',
  expires: 'Ends after',
  expiresHint: 'The last day on which it lets anybody in',
  past: 'This day is over',
  add: 'Add',
  change: 'Change',

  pasteTitle: 'Paste many',
  pasteText: 'One address or network a line. What stands after # becomes its label.',
  pasteLabel: 'Addresses',
  pasteAdd: 'Add to the list',
  pasteRest: (count: number): string =>
    count === 1 ? 'Add the one that is right' : `Add the ${many(count)} that are right`,
  pasted: (count: number): string =>
    count === 1
      ? '1 entry added. Save to make it count'
      : `${many(count)} entries added. Save to make them count`,
  nothing: 'There is no address in this',
  nothingNew: 'All of these are on the list already',
  tooMany: (count: number): string =>
    `A list has at most ${many(mostCompanyEntries)} entries; with these it would have ${many(count)}`,

  enforceTitle: 'Enforce the restrictions?',
  enforceText: (company: string): string =>
    `From now on ${company} refuses addresses that are not on the list. It stands on trial for ten minutes: unless an admin confirms it from an allowed address, it reverts by itself.`,
  enforce: 'Enforce for ten minutes',
  enforcing: 'Enforcing…',
  seenLately: (count: number): string =>
    count === 1
      ? 'One member would have been blocked in the last 30 days.'
      : `${many(count)} members would have been blocked in the last 30 days.`,
  notMonitored: 'It was never monitored, so who would be blocked is not known. Monitoring first would tell.',
  notYours: (address: string): string => `Your own address ${address} is not on the list.`,
  allEnd: (moment: string): string => `Every entry ends. After ${moment} nobody gets in any more.`,
  noTwoFactor:
    'You have no two-factor authentication, so there is no break-glass: if the list ever shuts you out, you can’t let yourself in.',
  noCodes:
    'You have no recovery codes left, so there is no break-glass: if the list ever shuts you out, you can’t let yourself in.',
  onlyOwners:
    'Break-glass is for owners with two-factor authentication and a recovery code. Make sure that one of them has both.',
  turnOn: 'Open Security',

  lockedTitle: 'This would lock you out',
  lockedText: (address: string): string =>
    `Your own address ${address} is not on the list, so nothing was saved. Add it, or save from an address that is on the list.`,
  addMine: 'Add my address and save',

  conflictTitle: 'Somebody else changed this meanwhile',
  conflictText: 'Nothing of theirs was overwritten, and nothing of yours is lost. This is what they saved:',
  theirMode: (mode: string, scope: string): string => `Mode: ${mode}. Asked about: ${scope}.`,
  theyAdded: 'They added',
  theyRemoved: 'They removed',
  theyEdited: 'They edited',
  moreOf: (count: number): string => `and ${many(count)} more`,
  takeTheirs: 'Take theirs, drop mine',
  keepMine: 'Put mine over theirs',
  back: 'Back',
};
