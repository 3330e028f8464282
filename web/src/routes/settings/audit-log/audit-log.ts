import { readAuditLog } from '#functions/audit-log/contract.ts';
import { call } from '#lib/api/call.ts';
import type { LogSource } from '#lib/log/log-page.svelte.ts';
import { type AuditFilter, type AuditLine, queryOf } from './audit-filter.ts';

/** The audit log of the company, as its card reads it. */
export const auditLog: LogSource<AuditLine, AuditFilter> = {
  everything: { kind: '', type: '', actor: '', from: '', to: '' },
  read: (filter, zone, cursor) =>
    call(readAuditLog, { query: { ...queryOf(filter, zone), ...(cursor === null ? {} : { cursor }) } }),
  csvAddress: (filter, zone) => {
    const search = new URLSearchParams({ ...queryOf(filter, zone), format: 'csv' });
    return `${readAuditLog.path}?${search.toString()}`;
  },
  fileName: 'audit-log',
};
