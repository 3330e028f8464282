import { recoveryCancelled } from '#events/lifecycle/recovery-cancelled.ts';
import { recoveryCompleted } from '#events/lifecycle/recovery-completed.ts';
import { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import { type Account, readAccount } from '#functions/shared/account-item.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import type { UserPool } from '#functions/shared/aws/user-pool.ts';
import type { Now } from '#functions/shared/clock.ts';
import type { DueItem } from '#functions/shared/due-item.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { putPasswordReset } from '#functions/shared/password-reset-item.ts';
import { obstacleTo, type Recovery } from '#functions/shared/recovery-state.ts';
import { finishRemoval, removeNow } from '#functions/shared/two-factor/finish-removal.ts';
import { deleteRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import { completeWait, endWait } from './recovery-item.ts';

export interface CompleteRecoveryDeps {
  readonly table: Table;
  readonly pool: Pick<UserPool, 'removeAuthenticator' | 'signOutEverywhere'>;
  readonly now: Now;
  readonly newId: () => string;
}

/**
 * Completes a recovery whose wait is over; called by the sweep, so nobody has to ask. One transaction decides it
 * against everybody who cancels: our registry turns two-factor off and ends all sessions, and the mail brings a
 * password reset. Then Cognito follows. Killed in between, the next sweep or sign-in finishes. Passkeys stay: whoever
 * has only the mailbox could not have added one, and the person may find theirs (docs/security.md).
 */
export async function completeRecovery(deps: CompleteRecoveryDeps, due: DueItem): Promise<void> {
  const account = due.accountId === null ? null : await readAccount(deps.table, due.accountId);
  const recovery = account?.recovery;
  // Cancelled, or the account is gone.
  if (account === null || recovery?.eventId !== due.reference) return;
  if (recovery.status === 'completed') return follow(deps, account);
  const obstacle = obstacleTo(account, recovery);
  if (obstacle !== null) return abandon(deps, account, recovery, obstacle);

  const { accountId, email, name, timezone } = account;
  const [table, now, eventId] = [deps.table.name, deps.now(), deps.newId()];
  const about = { now, accountId, actor: { kind: 'system' }, origin: null } as const;
  const lost = await commit(deps.table, [
    completeWait(table, accountId, recovery, now),
    deleteRecoveryCodes(table, accountId),
    putPasswordReset(table, email, { accountId, eventId }, now),
    recordEvent(table, recoveryCompleted, { ...about, id: eventId, data: { email, name, timezone } }),
    recordEvent(table, twoFactorDisabled, {
      ...about,
      id: deps.newId(),
      data: { how: 'recovery', email, name, timezone },
    }),
  ]);
  // Cancelled, or changed a moment ago: it is looked at again.
  if (lost !== null) throw new ChangedMeanwhile();
  await deps.pool.signOutEverywhere(accountId);
  await removeNow(deps, accountId, now.toISOString());
}

/** Brings Cognito after our registry, where an earlier try was killed before it did. */
async function follow(deps: CompleteRecoveryDeps, account: Account): Promise<void> {
  if (account.twoFactor?.status !== 'removing') return;
  await deps.pool.signOutEverywhere(account.accountId);
  if (!(await finishRemoval(deps, account))) throw new ChangedMeanwhile();
}

/** Lets go of a recovery whose ground is gone: its mailbox is no longer the account's, or two-factor is off or another. */
async function abandon(
  deps: CompleteRecoveryDeps,
  { accountId, email, name, timezone }: Account,
  recovery: Recovery,
  how: 'address-changed' | 'two-factor-changed',
): Promise<void> {
  await commit(deps.table, [
    ...endWait(deps.table.name, accountId, recovery),
    recordEvent(deps.table.name, recoveryCancelled, {
      id: deps.newId(),
      now: deps.now(),
      accountId,
      actor: { kind: 'system' },
      origin: null,
      data: { email, name, timezone, how },
    }),
  ]);
}

/** The state that was read is no longer so; the sweep tries again. */
class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';
}
