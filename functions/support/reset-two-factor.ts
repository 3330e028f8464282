import { twoFactorDisabled } from '#events/lifecycle/two-factor-disabled.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import { recordEvent } from '#functions/shared/event-item.ts';
import { type Outcome, refuse } from '#functions/shared/outcome.ts';
import { accountKey } from '#functions/shared/table.ts';
import { finishRemoval, removeNow } from '#functions/shared/two-factor/finish-removal.ts';
import { deleteRecoveryCodes } from '#functions/shared/two-factor/recovery-codes-item.ts';
import type { SupportCommand, SupportDeps } from './deps.ts';
import { recordAct } from './record-act.ts';

/**
 * Turns two-factor off for somebody whose identity support has checked: authenticator and recovery codes are void,
 * every session ends, a waiting recovery has nothing left to do. Passkeys stay. Killed before Cognito follows, the
 * same command again or the next sign-in finishes.
 */
export async function resetTwoFactor(deps: SupportDeps, command: SupportCommand): Promise<Outcome> {
  const { account, by } = command;
  const { accountId, email, name, timezone } = account;
  if (account.twoFactor?.status === 'removing') return finish(deps, account);
  const now = deps.now();
  const lost = await commit(deps.table, [
    switchOff(deps.table.name, accountId, now),
    deleteRecoveryCodes(deps.table.name, accountId),
    recordEvent(deps.table.name, twoFactorDisabled, {
      id: deps.newId(),
      now,
      accountId,
      actor: { kind: 'support', ...by },
      origin: null,
      data: { how: 'support', email, name, timezone },
    }),
    recordAct(deps, command, 'two-factor-reset', now),
  ]);
  if (lost !== null) return refuse('two-factor-off');
  await deps.pool.signOutEverywhere(accountId);
  await removeNow(deps, accountId, now.toISOString());
  return { ok: true };
}

async function finish(deps: SupportDeps, account: Account): Promise<Outcome> {
  await deps.pool.signOutEverywhere(account.accountId);
  return (await finishRemoval(deps, account)) ? { ok: true } : refuse('request-in-progress');
}

function switchOff(tableName: string, accountId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET twoFactor = :removing, factorsChangedAt = :now, sessionsValidFrom = :now',
      ConditionExpression: 'twoFactor.#status = :on',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':removing': { status: 'removing', at: now.toISOString() },
        ':now': now.toISOString(),
        ':on': 'on',
      },
    },
  };
}
