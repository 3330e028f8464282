import { auditLogOperations } from '#functions/audit-log/operations.ts';
import { avatarOperations } from '#functions/avatar/operations.ts';
import { channelOperations } from '#functions/channels/operations.ts';
import { companyOperations } from '#functions/companies/operations.ts';
import { dataResetOperations } from '#functions/data-reset/operations.ts';
import { deletionOperations } from '#functions/deletion/operations.ts';
import { emailChangeOperations } from '#functions/email-change/operations.ts';
import { emailProblemOperations } from '#functions/email-problem/operations.ts';
import { exportOperations } from '#functions/export/operations.ts';
import { inboxOperations } from '#functions/inbox/operations.ts';
import { integrationOperations } from '#functions/integrations/operations.ts';
import { invitationAcceptOperations, invitationOperations } from '#functions/invitations/operations.ts';
import { breakGlassOperations } from '#functions/ip-allowlist/break-glass-operations.ts';
import { ipAllowlistOperations } from '#functions/ip-allowlist/operations.ts';
import { jobOperations } from '#functions/jobs/operations.ts';
import { memberOperations } from '#functions/members/operations.ts';
import { notMeOperations } from '#functions/not-me/operations.ts';
import { notificationPreferencesOperations } from '#functions/notification-preferences/operations.ts';
import { passkeyListOperations, passkeyOperations } from '#functions/passkeys/operations.ts';
import { passwordResetOperations } from '#functions/password-reset/operations.ts';
import { passwordOperations } from '#functions/password/operations.ts';
import { profileOperations } from '#functions/profile/operations.ts';
import { receiptOperations } from '#functions/receipts/operations.ts';
import { recoveryOperations } from '#functions/recovery/operations.ts';
import { securityLogOperations } from '#functions/security-log/operations.ts';
import { serviceOperations } from '#functions/service/operations.ts';
import { sessionProofOperations, sessionReadOperations } from '#functions/sessions/operations.ts';
import { signInOperations } from '#functions/sign-in/operations.ts';
import { signUpOperations } from '#functions/sign-up/operations.ts';
import { smsOperations } from '#functions/sms/operations.ts';
import { twoFactorOperations, twoFactorReadOperations } from '#functions/two-factor/operations.ts';
import { unsubscribeOperations } from '#functions/unsubscribe/operations.ts';
import { webPushOperations } from '#functions/web-push/operations.ts';
import { contracts } from '#functions/handlers/contracts.ts';
import { openapiDocument } from '#functions/service/openapi-document.ts';
import type { BoundOperation } from '#functions/shared/chain/request-state.ts';

type Deps = Parameters<typeof signUpOperations>[0] &
  Parameters<typeof signInOperations>[0] &
  Parameters<typeof passwordResetOperations>[0] &
  Parameters<typeof passwordOperations>[0] &
  Parameters<typeof notMeOperations>[0] &
  Parameters<typeof sessionReadOperations>[0] &
  Parameters<typeof sessionProofOperations>[0] &
  Parameters<typeof twoFactorReadOperations>[0] &
  Parameters<typeof twoFactorOperations>[0] &
  Parameters<typeof passkeyListOperations>[0] &
  Parameters<typeof passkeyOperations>[0] &
  Parameters<typeof profileOperations>[0] &
  Parameters<typeof avatarOperations>[0] &
  Parameters<typeof emailChangeOperations>[0] &
  Parameters<typeof companyOperations>[0] &
  Parameters<typeof integrationOperations>[0] &
  Parameters<typeof securityLogOperations>[0] &
  Parameters<typeof recoveryOperations>[0] &
  Parameters<typeof memberOperations>[0] &
  Parameters<typeof invitationOperations>[0] &
  Parameters<typeof auditLogOperations>[0] &
  Parameters<typeof inboxOperations>[0] &
  Parameters<typeof invitationAcceptOperations>[0] &
  Parameters<typeof ipAllowlistOperations>[0] &
  Parameters<typeof breakGlassOperations>[0] &
  Parameters<typeof deletionOperations>[0] &
  Parameters<typeof receiptOperations>[0] &
  Parameters<typeof notificationPreferencesOperations>[0] &
  Parameters<typeof channelOperations>[0] &
  Parameters<typeof emailProblemOperations>[0] &
  Parameters<typeof webPushOperations>[0] &
  Parameters<typeof smsOperations>[0] &
  Parameters<typeof unsubscribeOperations>[0] &
  Parameters<typeof dataResetOperations>[0] &
  Parameters<typeof exportOperations>[0] &
  Parameters<typeof jobOperations>[0] & { readonly siteUrl: string };

/** Every operation of the API, which is deployed as several functions, bound to the same dependencies. */
export function allOperations(deps: Deps): BoundOperation[] {
  const describe = () => Promise.resolve({ openapi: '3.1.0', ...openapiDocument(contracts, deps.siteUrl) });
  return [
    ...signUpOperations(deps),
    ...signInOperations(deps),
    ...passwordResetOperations(deps),
    ...passwordOperations(deps),
    ...notMeOperations(deps),
    ...sessionReadOperations(deps),
    ...sessionProofOperations(deps),
    ...twoFactorReadOperations(deps),
    ...twoFactorOperations(deps),
    ...passkeyListOperations(deps),
    ...passkeyOperations(deps),
    ...profileOperations(deps),
    ...avatarOperations(deps),
    ...emailChangeOperations(deps),
    ...companyOperations(deps),
    ...integrationOperations(deps),
    ...securityLogOperations(deps),
    ...recoveryOperations(deps),
    ...memberOperations(deps),
    ...invitationOperations(deps),
    ...auditLogOperations(deps),
    ...inboxOperations(deps),
    ...invitationAcceptOperations(deps),
    ...ipAllowlistOperations(deps),
    ...breakGlassOperations(deps),
    ...deletionOperations(deps),
    ...receiptOperations(deps),
    ...notificationPreferencesOperations(deps),
    ...channelOperations(deps),
    ...emailProblemOperations(deps),
    ...webPushOperations(deps),
    ...smsOperations(deps),
    ...unsubscribeOperations(deps),
    ...dataResetOperations(deps),
    ...exportOperations(deps),
    ...jobOperations(deps),
    ...serviceOperations({ ...deps, describe }),
  ];
}
