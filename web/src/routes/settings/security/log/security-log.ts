import { readSecurityLog } from '#functions/security-log/contract.ts';
import { call } from '#lib/api/call.ts';
import type { LogSource } from '#lib/log/log-page.svelte.ts';
import { type SecurityFilter, type SecurityLine, queryOf } from './security-filter.ts';

/** The account’s security log, as its card reads it. */
export const securityLog: LogSource<SecurityLine, SecurityFilter> = {
  everything: { kind: '', from: '', to: '' },
  read: (filter, zone, cursor) =>
    call(readSecurityLog, { query: { ...queryOf(filter, zone), ...(cursor === null ? {} : { cursor }) } }),
  csvAddress: (filter, zone) => {
    const search = new URLSearchParams({ ...queryOf(filter, zone), format: 'csv' });
    return `${readSecurityLog.path}?${search.toString()}`;
  },
  fileName: 'security-log',
};
