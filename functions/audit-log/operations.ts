import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { readAuditLog } from './read-audit-log.ts';

/** The operations of a company's audit log, bound to their use-cases. */
export function auditLogOperations({ table }: { table: Table }): BoundOperation[] {
  return [
    bind(contract.readAuditLog, async ({ auth, query }) => {
      const answer = await readAuditLog(table, auth.company.companyId, query);
      if (answer.format === 'csv') return { ok: true, file: { name: 'audit-log.csv', text: answer.text } };
      return { ok: true, body: { lines: answer.lines, next: answer.next } };
    }),
  ];
}
