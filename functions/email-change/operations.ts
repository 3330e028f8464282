import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { cancelEmailChange, withdrawEmailChange } from './cancel-email-change.ts';
import { confirmEmailChange } from './confirm-email-change.ts';
import * as contract from './contract.ts';
import type { EmailChangeDeps } from './deps.ts';
import { requestEmailChange } from './request-email-change.ts';
import { revertEmailChange } from './revert-email-change.ts';

/** The operations of changing the address, bound to their use-cases. */
export function emailChangeOperations(deps: EmailChangeDeps): BoundOperation[] {
  return [
    bind(contract.requestEmailChange, async ({ auth, body, viewer }) => {
      const outcome = await requestEmailChange(deps, { auth, email: body.email, viewer });
      if (!outcome.ok) return outcome;
      const { pendingEmail, expiresAt } = outcome;
      return { ok: true, body: { pendingEmail, expiresAt } };
    }),
    bind(contract.withdrawEmailChange, ({ auth, viewer }) =>
      withdrawEmailChange(deps, { account: auth.account, viewer }),
    ),
    bind(contract.confirmEmailChange, ({ body, viewer }) => confirmEmailChange(deps, { ...body, viewer })),
    bind(contract.cancelEmailChange, ({ body, viewer }) => cancelEmailChange(deps, { ...body, viewer })),
    bind(contract.revertEmailChange, ({ body, viewer }) => revertEmailChange(deps, { ...body, viewer })),
  ];
}
