import type { LogKind, LogLine } from './log-page.svelte.ts';

/** The words of the security log. */
export const logTexts = {
  kind: 'Show',
  allKinds: 'Everything',
  from: 'From',
  to: 'Until',
  reversed: 'This is before the first day',
  clear: 'Clear filter',
  timesIn: (zone: string): string => `Times are in ${zone}`,
  shown: (count: number): string => (count === 1 ? '1 entry' : `${count} entries`),
  empty: 'Nothing has happened yet.',
  nothingFound: 'No entry matches this filter.',
  more: 'Show older entries',
  loadingMore: 'Loading…',
  download: 'Download',
  csv: 'CSV',
  json: 'JSON',
  /** Said before the format by a screen reader. */
  downloadAs: 'Download as',
  collecting: (count: number): string => `${count} entries…`,
  fileName: (format: string): string => `security-log.${format}`,
  device: (browser: string, os: string): string => `${browser} on ${os}`,
};

export const kindNames: Record<LogKind, string> = {
  'sign-in': 'Signing in',
  password: 'Password',
  factors: 'Two-factor and passkeys',
  sessions: 'Sessions',
  email: 'Email address',
  recovery: 'Recovery',
  support: 'Support',
  account: 'Account',
  other: 'Other',
};

/** Who acted, as their line says it. */
export function actorName(by: LogLine['by']): string {
  switch (by.kind) {
    case 'support':
      return `Support (${by.operator}): ${by.reason}`;
    case 'self':
      return 'You';
    case 'member':
      return 'An administrator of your company';
    case 'anonymous':
      return 'Somebody who was not signed in';
    case 'system':
      return 'Automatic';
  }
}
