import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { changePassword, type ChangePasswordDeps } from './change-password.ts';
import * as contract from './contract.ts';
import { sendPasswordReset } from './send-password-reset.ts';

/** The operations of a signed-in person's password, bound to their use-cases. */
export function passwordOperations(deps: ChangePasswordDeps): BoundOperation[] {
  return [
    bind(contract.changePassword, async ({ auth, body, viewer }) => {
      const outcome = await changePassword(deps, { ...body, auth, viewer });
      if (!outcome.ok || outcome.setCookie === null) return outcome;
      return { ok: true, cookies: [outcome.setCookie] };
    }),
    bind(contract.sendPasswordReset, ({ auth, viewer }) => sendPasswordReset(deps, { auth, viewer })),
  ];
}
