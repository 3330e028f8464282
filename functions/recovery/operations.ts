import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { cancelRecovery, withdrawRecovery } from './cancel-recovery.ts';
import * as contract from './contract.ts';
import type { RecoveryDeps } from './deps.ts';
import { requestRecovery } from './request-recovery.ts';
import { startRecovery } from './start-recovery.ts';

/** The operations of a delayed recovery, bound to their use-cases. The sweep completes it. */
export function recoveryOperations(deps: RecoveryDeps): BoundOperation[] {
  return [
    bind(contract.requestRecovery, ({ body, viewer }) => requestRecovery(deps, { ...body, viewer })),
    bind(contract.startRecovery, async ({ body, viewer }) => {
      const outcome = await startRecovery(deps, { ...body, viewer });
      return outcome.ok ? { ok: true, body: { endsAt: outcome.endsAt } } : outcome;
    }),
    bind(contract.cancelRecovery, ({ body, viewer }) => cancelRecovery(deps, { ...body, viewer })),
    bind(contract.withdrawRecovery, ({ auth, viewer }) =>
      withdrawRecovery(deps, { account: auth.account, viewer }),
    ),
  ];
}
