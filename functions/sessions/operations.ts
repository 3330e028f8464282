import type { Table } from '#functions/shared/aws/table-client.ts';
import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import type { Now } from '#functions/shared/clock.ts';
import * as contract from './contract.ts';
import { getSession } from './get-session.ts';
import { stepUp, type StepUpDeps } from './step-up.ts';

/** The session operations that need the table alone. */
export function sessionReadOperations(deps: { table: Table; now: Now }): BoundOperation[] {
  return [bind(contract.getSession, async ({ auth }) => ({ ok: true, body: await getSession(deps, auth) }))];
}

/** The session operations that ask Cognito for a proof. */
export function sessionProofOperations(deps: StepUpDeps): BoundOperation[] {
  return [
    bind(contract.stepUp, async ({ auth, body, viewer }) => {
      const outcome = await stepUp(deps, { auth, password: body.password, code: body.code ?? null, viewer });
      return outcome.ok
        ? { ok: true, body: { until: outcome.until }, cookies: [outcome.setCookie] }
        : outcome;
    }),
  ];
}
