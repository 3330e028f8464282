import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import { getJob, type GetJobDeps } from './get-job.ts';

/** The operations of jobs, bound to their use-cases. */
export function jobOperations(deps: GetJobDeps): BoundOperation[] {
  return [
    bind(contract.getJob, async ({ auth, params }) => {
      const outcome = await getJob(deps, auth, params.id);
      return outcome.ok ? { ok: true, body: outcome.job } : outcome;
    }),
  ];
}
