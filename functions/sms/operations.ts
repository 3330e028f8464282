import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { confirmPhone } from './confirm-phone.ts';
import * as contract from './contract.ts';
import type { SmsDeps } from './deps.ts';
import { removePhoneConfirmation } from './remove-phone-confirmation.ts';
import { requestPhoneCode } from './request-phone-code.ts';

/** The operations by which a phone number is confirmed for text messages, bound to their use-cases. */
export function smsOperations(deps: SmsDeps): BoundOperation[] {
  return [
    bind(contract.requestPhoneCode, async ({ auth, viewer }) => {
      const outcome = await requestPhoneCode(deps, { auth, viewer });
      return outcome.ok ? { ok: true, body: { expiresAt: outcome.expiresAt } } : outcome;
    }),
    bind(contract.confirmPhone, ({ auth, body, viewer }) =>
      confirmPhone(deps, { auth, code: body.code, viewer }),
    ),
    bind(contract.removePhoneConfirmation, ({ auth, viewer }) =>
      removePhoneConfirmation(deps, { auth, viewer }),
    ),
  ];
}
