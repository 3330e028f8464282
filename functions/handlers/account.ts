import { auditLogOperations } from '#functions/audit-log/operations.ts';
import { companyOperations } from '#functions/companies/operations.ts';
import { passkeyListOperations } from '#functions/passkeys/operations.ts';
import { inboxOperations } from '#functions/inbox/operations.ts';
import { invitationOperations } from '#functions/invitations/operations.ts';
import { memberOperations } from '#functions/members/operations.ts';
import { ipAllowlistOperations } from '#functions/ip-allowlist/operations.ts';
import { notificationPreferencesOperations } from '#functions/notification-preferences/operations.ts';
import { offeredChannels } from '#functions/shared/notifications/offered-channels.ts';
import { profileOperations } from '#functions/profile/operations.ts';
import { securityLogOperations } from '#functions/security-log/operations.ts';
import { serviceOperations } from '#functions/service/operations.ts';
import { sessionReadOperations } from '#functions/sessions/operations.ts';
import { twoFactorReadOperations } from '#functions/two-factor/operations.ts';
import { apiHandler, composition } from './compose.ts';

const composed = composition();
const { deps, environment } = composed;

async function describe() {
  const [{ openapiDocument }, { contracts }] = await Promise.all([
    import('#functions/service/openapi-document.ts'),
    import('./contracts.ts'),
  ]);
  return { openapi: '3.1.0', ...openapiDocument(contracts, environment.SITE_URL) };
}

/** What a settings page reads and writes most, with the table alone. */
export const handler = apiHandler(composed, [
  ...sessionReadOperations(deps),
  ...twoFactorReadOperations(deps),
  ...passkeyListOperations(deps),
  ...profileOperations({ ...deps, settings: { emailChange: environment.EMAIL_CHANGE } }),
  ...companyOperations(deps),
  ...securityLogOperations(deps),
  ...memberOperations(deps),
  ...invitationOperations(deps),
  ...auditLogOperations(deps),
  ...inboxOperations(deps),
  ...ipAllowlistOperations(deps),
  ...notificationPreferencesOperations({ ...deps, offeredChannels: offeredChannels(environment) }),
  ...serviceOperations({ ...deps, describe }),
]);
