import { startOfDay } from '#lib/days.ts';
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

/** The filter as the API takes it: from the first moment of a day up to the last one of another. */
export function queryOf({ kind, from, to }: LogFilter, zone: string) {
  return {
    ...(kind === '' ? {} : { kind }),
    ...(from === '' ? {} : { from: startOfDay(from, zone) }),
    ...(to === '' ? {} : { to: startOfDay(to, zone, 1) }),
  };
}
