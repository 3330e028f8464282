import { deletionReminded } from '#events/lifecycle/deletion-reminded.ts';
import { readAccount } from '#functions/shared/account-item.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { DueItem } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { remindOnce } from '#functions/shared/deletion-writes.ts';
import type { DeletionChangeDeps } from './deps.ts';

/** Reminds of a deletion a day before; called by the sweep. One that was cancelled or has begun needs no reminder. */
export async function remindOfDeletion(deps: DeletionChangeDeps, due: DueItem): Promise<void> {
  const account = due.accountId === null ? null : await readAccount(deps.table, due.accountId);
  if (account?.deletion?.eventId !== due.reference) return;
  const { accountId, email, name, timezone, deletion } = account;
  // Lost: cancelled, begun, or reminded of by another sweep.
  await commit(deps.table, [
    remindOnce(deps.table.name, accountId, deletion),
    recordEvent(deps.table.name, deletionReminded, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, name, timezone, purgeAt: deletion.purgeAt, scheduledBy: deletion.eventId },
    }),
  ]);
}
