import type { Mode, Scope } from './draft.ts';

const entryCount = (count: number): string =>
  count === 1 ? '1 entry' : `${count.toLocaleString('en')} entries`;

/** The words of the page of IP restrictions. */
export const restrictionsTexts = {
  title: 'IP restrictions',
  description: (company: string): string => `From which networks ${company} can be used`,
  loadFailed: 'The IP restrictions could not be loaded',
  modeLegend: 'What happens at other addresses',
  scopeLegend: 'What the list is asked about',
  offNow: 'The list has no effect while the restrictions are off.',

  saved: 'IP restrictions saved',
  savedOnTrial: 'Saved. Confirm within ten minutes',
  refused: (sentence: string, entry: string | undefined): string =>
    entry === undefined ? sentence : `${entry}: ${sentence}`,
  unsaved: 'Not saved yet',
  changes: { mode: 'mode', scope: 'scope' },
  added: (count: number): string => `${count.toLocaleString('en')} added`,
  removed: (count: number): string => `${count.toLocaleString('en')} removed`,
  edited: (count: number): string => `${count.toLocaleString('en')} edited`,
  discard: 'Discard',
  save: 'Save changes',
  saving: 'Saving…',

  trialTitle: (clock: string): string => `On trial: reverts in ${clock}`,
  trialText:
    'Other addresses are refused now. Confirm that you can still work, or the restrictions go back to what they were.',
  confirm: 'Confirm',
  confirming: 'Confirming…',
  confirmed: 'Confirmed. The restrictions stay enforced',
  confirmElsewhere: (address: string): string =>
    `Your address ${address} is not on the list. Confirm from an address that is.`,
  revertedTitle: 'The restrictions went back to what they were',
  reverted: 'Nobody confirmed them in time. The list itself is kept as it was saved.',

  entries: 'Allowed addresses',
  entriesCount: entryCount,
  noEntries: 'Nothing is on the list yet. While it is empty, enforcing it would let nobody in.',
  add: 'Add entry',
  paste: 'Paste many',
  addMine: 'Add my address',
  yours: (address: string): string => `You are at ${address}.`,
  yoursIn: (entry: string): string => `It is on the list, by ${entry}.`,
  yoursOut: 'It is not on the list.',
  mine: 'My address',
  search: 'Find an entry',
  searchHint: 'A network, a label, who added it, or an address that it holds',
  noneFound: 'No entry matches.',
  range: (first: number, last: number, all: number): string =>
    `${first.toLocaleString('en')}–${last.toLocaleString('en')} of ${all.toLocaleString('en')}`,
  earlier: 'Previous',
  later: 'Next',
  isNew: 'New',
  ends: (moment: string): string => `Ends ${moment}`,
  ended: (moment: string): string => `Ended ${moment}, admits nobody`,
  addedBy: (name: string | null, day: string): string => `Added by ${name ?? 'a former member'} ${day}`,
  matched: (day: string): string => `Last matched ${day}`,
  neverMatched: 'Not matched yet',
  edit: 'Edit',
  remove: 'Remove',

  ranges: (count: number): string =>
    count === 1 ? 'Together: 1 range' : `Together: ${count.toLocaleString('en')} ranges`,
  rangesText: 'What the entries in force come to, merged and in order.',
  moreRanges: (count: number): string => `and ${count.toLocaleString('en')} more`,
  notes: 'Saved, and worth knowing:',

  seen: 'Would have been blocked',
  seenText: 'Whom monitoring saw at an address that is not on the list, in the last 30 days',
  nobodySeen: 'Nobody so far.',
  formerMember: 'A former member',
  seenFor: (hours: number, ago: string): string =>
    `Seen in ${hours === 1 ? 'one hour' : `${hours} different hours`}, last ${ago}`,
  addSeen: 'Add',

  test: 'Test an address',
  testText: 'Against the list as it is saved, enforced or not',
  testAddress: 'Address',
  testNetwork: 'Test one address, not a network',
  testButton: 'Test',
  testing: 'Testing…',
  passes: (address: string, entry: string): string => `${address} would pass, by ${entry}.`,
  blocked: (address: string): string => `${address} would be blocked.`,
};

export const modeTexts: Record<Mode, { name: string; text: string }> = {
  off: { name: 'Off', text: 'Everybody is let in.' },
  monitor: { name: 'Monitor', text: 'Everybody is let in; who would have been blocked is noted.' },
  enforce: { name: 'Enforce', text: 'Other addresses are refused. To be confirmed within ten minutes.' },
};

/** What counts now, as the badge says it. */
export const modeBadges: Record<Mode, string> = { off: 'Off', monitor: 'Monitoring', enforce: 'Enforced' };

export const scopeTexts: Record<Scope, { name: string; text: string }> = {
  all: { name: 'Everything', text: 'Every request, signing in included.' },
  sensitive: { name: 'What is sensitive', text: 'What admins do, and what asks for the password again.' },
};
