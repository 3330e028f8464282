import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { getJob } from './get-job.ts';

/** The operations of jobs, bound to their use-cases. */
export function jobOperations({ table }: { table: Table }): BoundOperation[] {
  return [
    bind(contract.getJob, async ({ auth, params }) => {
      const outcome = await getJob(table, auth, params.id);
      return outcome.ok ? { ok: true, body: outcome.job } : outcome;
    }),
  ];
}
