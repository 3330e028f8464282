import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import { confirmSignUp } from './confirm-sign-up.ts';
import * as contract from './contract.ts';
import type { SignUpDeps } from './deps.ts';
import { resendCode } from './resend-code.ts';
import { signUp } from './sign-up.ts';

/** The operations of sign-up, bound to their use-cases. */
export function signUpOperations(deps: SignUpDeps): BoundOperation[] {
  return [
    bind(contract.signUp, ({ body, viewer }) =>
      signUp(deps, { ...body, timezone: body.timezone ?? null, viewer }),
    ),
    bind(contract.confirmSignUp, ({ body, viewer }) => confirmSignUp(deps, { ...body, viewer })),
    bind(contract.resendCode, ({ body, viewer }) => resendCode(deps, { ...body, viewer })),
  ];
}
