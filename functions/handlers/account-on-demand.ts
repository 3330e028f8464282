import { auditLogOperations } from '#functions/audit-log/operations.ts';
import { companyOperations } from '#functions/companies/operations.ts';
import { inboxOperations } from '#functions/inbox/operations.ts';
import { invitationOperations } from '#functions/invitations/operations.ts';
import { ipAllowlistOperations } from '#functions/ip-allowlist/operations.ts';
import { memberOperations } from '#functions/members/operations.ts';
import { notificationPreferencesOperations } from '#functions/notification-preferences/operations.ts';
import { securityLogOperations } from '#functions/security-log/operations.ts';
import type { BoundOperation } from '#functions/shared/chain/request-state.ts';

type Deps = Parameters<typeof auditLogOperations>[0] &
  Parameters<typeof companyOperations>[0] &
  Parameters<typeof inboxOperations>[0] &
  Parameters<typeof invitationOperations>[0] &
  Parameters<typeof memberOperations>[0] &
  Parameters<typeof ipAllowlistOperations>[0] &
  Parameters<typeof notificationPreferencesOperations>[0] &
  Parameters<typeof securityLogOperations>[0];

/** What `account` loads when somebody first asks for it: pages of a company's admins, logs, and choices. */
export function accountOperationsOnDemand(deps: Deps): BoundOperation[] {
  return [
    ...auditLogOperations(deps),
    ...companyOperations(deps),
    ...inboxOperations(deps),
    ...invitationOperations(deps),
    ...memberOperations(deps),
    ...ipAllowlistOperations(deps),
    ...notificationPreferencesOperations(deps),
    ...securityLogOperations(deps),
  ];
}
