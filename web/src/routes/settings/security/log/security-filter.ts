import type { readSecurityLog } from '#functions/security-log/contract.ts';
import type { OutputOf } from '#functions/shared/contract.ts';
import { startOfDay } from '#lib/days.ts';

export type SecurityLine = OutputOf<typeof readSecurityLog>['lines'][number];
export type LogKind = SecurityLine['kind'];

/** What of the log is shown. Dates as a date field gives them (`2026-05-12`), whole days of the person's zone. */
export interface SecurityFilter {
  kind: LogKind | '';
  from: string;
  to: string;
}

/** What the log can be narrowed down to, in the order of the list; empty is everything. */
export const filterKinds: readonly SecurityFilter['kind'][] = [
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
export function queryOf({ kind, from, to }: SecurityFilter, zone: string) {
  return {
    ...(kind === '' ? {} : { kind }),
    ...(from === '' ? {} : { from: startOfDay(from, zone) }),
    ...(to === '' ? {} : { to: startOfDay(to, zone, 1) }),
  };
}
