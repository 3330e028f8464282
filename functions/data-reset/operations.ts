import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import type { DataResetDeps } from './deps.ts';
import { preflightDataReset } from './preflight-data-reset.ts';
import { resetData } from './reset-data.ts';

/** The operations of a data reset, bound to their use-cases. */
export function dataResetOperations(deps: DataResetDeps): BoundOperation[] {
  return [
    bind(contract.preflightDataReset, async ({ auth }) => ({
      ok: true,
      body: await preflightDataReset(deps, auth),
    })),
    bind(contract.resetData, async ({ auth, body, viewer }) => {
      const { password, code = null } = body;
      const outcome = await resetData(deps, { auth, password, code, viewer });
      return outcome.ok ? { ok: true, body: { jobId: outcome.jobId } } : outcome;
    }),
  ];
}
