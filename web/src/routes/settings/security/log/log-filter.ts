import type { LogKind } from './log-page.svelte.ts';

/** What of the log is shown. Dates as a date field gives them (`2026-05-12`), whole days of the person's zone. */
export interface LogFilter {
  kind: LogKind | '';
  from: string;
  to: string;
}

/** What the log can be narrowed down to, in the order of the list; empty is everything. */
export const filterKinds: readonly LogFilter['kind'][] = [
  '',
  'sign-in',
  'password',
  'factors',
  'sessions',
  'email',
  'recovery',
  'support',
  'account',
  'other',
];

const day = 86_400_000;

/** How far a zone is ahead of UTC at a moment, in milliseconds; a zone that this browser does not know counts as UTC. */
function ahead(zone: string, at: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(
      at,
    );
    const text = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /([+-])(\d{2}):(\d{2})/.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  } catch {
    return 0;
  }
}

/** The moment at which a day begins in a zone; midnight is looked up twice, since clocks may change on that day. */
export function startOfDay(date: string, zone: string, plusDays = 0): string {
  const midnight = Date.parse(`${date}T00:00:00Z`) + plusDays * day;
  const guess = midnight - ahead(zone, midnight);
  return new Date(midnight - ahead(zone, guess)).toISOString();
}

/** The filter as the API takes it: from the first moment of a day up to the last one of another. */
export function queryOf({ kind, from, to }: LogFilter, zone: string) {
  return {
    ...(kind === '' ? {} : { kind }),
    ...(from === '' ? {} : { from: startOfDay(from, zone) }),
    ...(to === '' ? {} : { to: startOfDay(to, zone, 1) }),
  };
}
