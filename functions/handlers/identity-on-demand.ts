import { emailChangeOperations } from '#functions/email-change/operations.ts';
import { invitationAcceptOperations } from '#functions/invitations/operations.ts';
import { breakGlassOperations } from '#functions/ip-allowlist/break-glass-operations.ts';
import { notMeOperations } from '#functions/not-me/operations.ts';
import { passkeyOperations } from '#functions/passkeys/operations.ts';
import { passwordResetOperations } from '#functions/password-reset/operations.ts';
import { passwordOperations } from '#functions/password/operations.ts';
import { recoveryOperations } from '#functions/recovery/operations.ts';
import type { BoundOperation } from '#functions/shared/chain/request-state.ts';
import { signUpOperations } from '#functions/sign-up/operations.ts';
import { twoFactorOperations } from '#functions/two-factor/operations.ts';

type Deps = Parameters<typeof signUpOperations>[0] &
  Parameters<typeof passwordResetOperations>[0] &
  Parameters<typeof passwordOperations>[0] &
  Parameters<typeof notMeOperations>[0] &
  Parameters<typeof twoFactorOperations>[0] &
  Parameters<typeof passkeyOperations>[0] &
  Parameters<typeof emailChangeOperations>[0] &
  Parameters<typeof breakGlassOperations>[0] &
  Parameters<typeof recoveryOperations>[0] &
  Parameters<typeof invitationAcceptOperations>[0];

/** What `identity` loads when somebody first asks for it: a tab of the settings or a mailed link leads there, no cold page. */
export function identityOperationsOnDemand(deps: Deps): BoundOperation[] {
  return [
    ...signUpOperations(deps),
    ...passwordResetOperations(deps),
    ...passwordOperations(deps),
    ...notMeOperations(deps),
    ...twoFactorOperations(deps),
    ...passkeyOperations(deps),
    ...emailChangeOperations(deps),
    ...breakGlassOperations(deps),
    ...recoveryOperations(deps),
    ...invitationAcceptOperations(deps),
  ];
}
