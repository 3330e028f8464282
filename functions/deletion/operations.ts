import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { cancelDeletion, cancelDeletionByLink } from './cancel-deletion.ts';
import * as contract from './contract.ts';
import type { DeletionDeps } from './deps.ts';
import { preflightDeletion } from './preflight-deletion.ts';
import { scheduleDeletion } from './schedule-deletion.ts';

/** The operations of deleting an account, bound to their use-cases. The sweep reminds of it and starts the purge. */
export function deletionOperations(deps: DeletionDeps): BoundOperation[] {
  return [
    bind(contract.preflightDeletion, async ({ auth }) => ({
      ok: true,
      body: await preflightDeletion(deps, auth.account),
    })),
    bind(contract.getDeletion, ({ auth }) => {
      const { deletion } = auth.account;
      const pending =
        deletion === null ? null : { requestedAt: deletion.requestedAt, purgeAt: deletion.purgeAt };
      return Promise.resolve({ ok: true, body: { pending } });
    }),
    bind(contract.scheduleDeletion, async ({ auth, body, viewer }) => {
      const { password, deleteCompanies } = body;
      const command = { auth, password, code: body.code ?? null, deleteCompanies, viewer };
      const outcome = await scheduleDeletion(deps, command);
      return outcome.ok ? { ok: true, body: { purgeAt: outcome.purgeAt } } : outcome;
    }),
    bind(contract.cancelDeletion, ({ auth, viewer }) =>
      cancelDeletion(deps, { account: auth.account, viewer }),
    ),
    bind(contract.cancelDeletionByLink, ({ body, viewer }) =>
      cancelDeletionByLink(deps, { ...body, viewer }),
    ),
  ];
}
