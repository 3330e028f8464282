import { bind, type BoundOperation } from '#functions/shared/chain/request-state.ts';
import * as contract from './contract.ts';
import type { PasswordResetDeps } from './deps.ts';
import { forgotPassword } from './forgot-password.ts';
import { resetPassword } from './reset-password.ts';

/** The operations of resetting a forgotten password, bound to their use-cases. */
export function passwordResetOperations(deps: PasswordResetDeps): BoundOperation[] {
  return [
    bind(contract.forgotPassword, ({ body, viewer }) => forgotPassword(deps, { ...body, viewer })),
    bind(contract.resetPassword, ({ body, viewer }) => resetPassword(deps, { ...body, viewer })),
  ];
}
