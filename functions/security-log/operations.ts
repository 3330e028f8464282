import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { readSecurityLog } from './read-security-log.ts';

/** The operations of the security log, bound to their use-cases. */
export function securityLogOperations({ table }: { table: Table }): BoundOperation[] {
  return [
    bind(contract.readSecurityLog, async ({ auth, query }) => {
      const answer = await readSecurityLog(table, auth.account.accountId, query);
      if (answer.format === 'csv') return { ok: true, file: { name: 'security-log.csv', text: answer.text } };
      return { ok: true, body: { lines: answer.lines, next: answer.next } };
    }),
  ];
}
