/** The words that every log has. */
export const logTexts = {
  show: 'Show',
  everything: 'Everything',
  from: 'From',
  to: 'Until',
  reversed: 'This is before the first day',
  clear: 'Clear filter',
  timesIn: (zone: string): string => `Times are in ${zone}`,
  shown: (count: number): string => (count === 1 ? '1 entry' : `${count} entries`),
  empty: 'Nothing has happened yet.',
  nothingFound: 'No entry matches this filter.',
  nothingYet: 'No entry among the newest matches this filter. There are older ones to look through.',
  more: 'Show older entries',
  loadingMore: 'Loading…',
  download: 'Download',
  csv: 'CSV',
  json: 'JSON',
  /** Said before the format by a screen reader. */
  downloadAs: 'Download as',
  collecting: (count: number): string => `${count} entries…`,
  device: (browser: string, os: string): string => `${browser} on ${os}`,
  anonymous: 'Somebody who was not signed in',
  system: 'Automatic',
  support: (operator: string, reason: string): string => `Support (${operator}): ${reason}`,
};

/** What a type that has no words of its own says: `latchkey.some-thing.came-about` → `Some thing came about`. */
export function wordsOf(type: string): string {
  const words = type.replace(/^latchkey\./, '').replaceAll(/[.-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
