import { companyNotificationsChanged } from '#events/lifecycle/company-notifications-changed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { versionsOf } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { changeCompanyNotifications } from '#functions/shared/notifications/company-writes.ts';
import { readCompanyNotifications } from '#functions/shared/notifications/preferences-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { companyDocument } from './company-document.ts';
import type { CompanyDefaultsInput } from './contract.ts';
import type { ChangeCommand, NotificationPreferencesDeps } from './deps.ts';
import { companyRows, refuseCells } from './rows.ts';

/**
 * Changes what a company decided for its members: a default, from which they may differ, or a lock, from which
 * nobody may. It counts from the next notification on; what members chose stands again once a lock is lifted.
 */
export async function changeCompanyDefaults(
  deps: NotificationPreferencesDeps,
  command: ChangeCommand<CompanyDefaultsInput>,
): Promise<Outcome> {
  const { auth, viewer, input, ifMatch } = command;
  const { account, membership } = auth;
  const { companyId } = membership;
  const { changes } = input;
  const refusal = refuseCells(companyRows(deps.offeredChannels), changes);
  if (refusal !== null) return refusal;

  const now = deps.now();
  const table = deps.table.name;
  const decision = { by: account.name, now, over: versionsOf(ifMatch) };
  const lost = await commit(deps.table, [
    changeCompanyNotifications(table, companyId, changes, decision),
    // Who was removed or demoted a moment ago changes nothing any more (ASVS 8.3.2).
    stillHolds(table, membership),
    recordEvent(table, companyNotificationsChanged, {
      id: deps.newId(),
      now,
      accountId: account.accountId,
      companyId,
      actor: { kind: 'account', accountId: account.accountId },
      origin: viewer,
      data: { changes },
    }),
  ]);
  if (lost === null) return { ok: true };
  if (lost.index === 1) return refuse('forbidden');
  const company = await readCompanyNotifications(deps.table, companyId);
  return refuse('changed-elsewhere', { current: companyDocument(company, deps.offeredChannels) });
}
