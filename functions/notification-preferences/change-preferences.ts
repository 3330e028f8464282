import { preferencesChanged } from '#events/lifecycle/preferences-changed.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { stillHolds } from '#functions/shared/company-writes.ts';
import { versionsOf } from '#functions/shared/etag.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { noneLocked } from '#functions/shared/notifications/company-writes.ts';
import { changePreferences as changeItem } from '#functions/shared/notifications/preference-writes.ts';
import { readPreferences } from '#functions/shared/notifications/preferences-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import type { PreferencesInput } from './contract.ts';
import type { ChangeCommand, NotificationPreferencesDeps } from './deps.ts';
import { preferencesDocument } from './preferences-document.ts';
import { refuseCells, rowsFor } from './rows.ts';

/**
 * Changes what a person is told and how, in one write that reads nothing first: it fails where the company has
 * locked one of the cells in the meantime, or took the person's membership. A change counts from the next
 * notification on.
 */
export async function changePreferences(
  deps: NotificationPreferencesDeps,
  command: ChangeCommand<PreferencesInput>,
): Promise<Outcome> {
  const { auth, viewer, input, ifMatch } = command;
  const { accountId } = auth.account;
  const { companyId, role } = auth.membership;
  const { changes, masters, digests } = input;
  const refusal = refuseCells(rowsFor(role, deps.offeredChannels), changes);
  if (refusal !== null) return refusal;

  const now = deps.now();
  const over = versionsOf(ifMatch);
  const table = deps.table.name;
  const quietHours = input.quietHours === undefined ? {} : { quietHours: input.quietHours };
  const lost = await commit(deps.table, [
    changeItem(table, accountId, { changes, masters, digests, ...quietHours }, { now, over }),
    stillHolds(table, auth.membership),
    recordEvent(table, preferencesChanged, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'account', accountId },
      origin: viewer,
      data: { changes, masters, digests, ...quietHours },
    }),
    // To take a choice back is always allowed: nothing comes of it while the lock stands.
    ...noneLocked(
      table,
      companyId,
      changes.filter(({ enabled }) => enabled !== null),
    ),
  ]);
  if (lost === null) return { ok: true };
  if (lost.index === 1) return refuse('membership-ended');
  if (lost.index > 1) return refuse('locked-by-company');
  const current = preferencesDocument(
    auth,
    await readPreferences(deps.table, accountId, companyId),
    deps.offeredChannels,
  );
  return refuse('changed-elsewhere', { current });
}
