import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { cancelDue, type Due, scheduleDue } from '#functions/shared/due-item.ts';
import type { Recovery } from '#functions/shared/recovery-state.ts';
import { accountKey } from '#functions/shared/table.ts';

/** The kind of the due item that completes a recovery. */
export const recoveryDue = 'recovery';

/** What the sweep is to do when the wait is over. */
function dueOf(accountId: string, { eventId, endsAt }: Recovery): Due {
  return { kind: recoveryDue, at: endsAt, reference: eventId, accountId };
}

/** The writes that begin the wait; fail unless two-factor is on, the address is the same, and no other recovery waits on that ground. */
export function beginWait(tableName: string, accountId: string, recovery: Recovery): TransactItem[] {
  return [
    {
      Update: {
        TableName: tableName,
        Key: accountKey(accountId),
        UpdateExpression: 'SET recovery = :recovery',
        ConditionExpression:
          'email = :email AND twoFactor.since = :since AND NOT (recovery.#status = :waiting AND recovery.email = :email AND recovery.factorSince = :since)',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':recovery': recovery,
          ':email': recovery.email,
          ':since': recovery.factorSince,
          ':waiting': 'waiting',
        },
      },
    },
    scheduleDue(tableName, dueOf(accountId, recovery)),
  ];
}

/** The writes that end the wait without a recovery; fail when it is over. Until it has completed, this wins. */
export function endWait(tableName: string, accountId: string, recovery: Recovery): TransactItem[] {
  return [
    {
      Update: {
        TableName: tableName,
        Key: accountKey(accountId),
        UpdateExpression: 'SET recovery = :none',
        ConditionExpression: 'recovery.eventId = :event AND recovery.#status = :waiting',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':none': null, ':event': recovery.eventId, ':waiting': 'waiting' },
      },
    },
    cancelDue(tableName, dueOf(accountId, recovery)),
  ];
}

/**
 * The write that completes a recovery in our registry, which decides: two-factor is off, its secret to be removed
 * from Cognito (`removing`), and every session has ended. Fails when it was cancelled, or the address or two-factor
 * has changed.
 */
export function completeWait(
  tableName: string,
  accountId: string,
  recovery: Recovery,
  now: Date,
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression:
        'SET recovery.#status = :completed, twoFactor = :removing, factorsChangedAt = :now, sessionsValidFrom = :now',
      ConditionExpression:
        'recovery.eventId = :event AND recovery.#status = :waiting AND email = :email AND twoFactor.since = :since',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':completed': 'completed',
        ':removing': { status: 'removing', at: now.toISOString() },
        ':now': now.toISOString(),
        ':event': recovery.eventId,
        ':waiting': 'waiting',
        ':email': recovery.email,
        ':since': recovery.factorSince,
      },
    },
  };
}
