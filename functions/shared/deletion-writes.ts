import type { Account } from './account-item.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, days } from './clock.ts';
import type { Deletion } from './deletion-state.ts';
import { cancelDue, type Due, scheduleDue } from './due-item.ts';
import { accountKey } from './table.ts';

/** The kinds of the due items that remind of a deletion, and that start it. */
export const deletionReminderDue = 'deletion-reminder';
export const deletionDue = 'deletion';

const whilePending = '#state = :pending AND deletion.eventId = :event AND deletion.begunAt = :unbegun';

/** What is to happen about a deletion by itself: where there is a day to lose, a reminder; then the purge. */
function duesOf(accountId: string, { eventId, requestedAt, purgeAt }: Deletion): Due[] {
  const dayBefore = after(new Date(purgeAt), -1 * days).toISOString();
  const purge = { kind: deletionDue, at: purgeAt, reference: eventId, accountId };
  const reminder = { kind: deletionReminderDue, at: dayBefore, reference: eventId, accountId };
  return dayBefore > requestedAt ? [reminder, purge] : [purge];
}

/**
 * The writes that schedule a deletion. The first fails when one is scheduled already, and when the address or a
 * factor has changed since the account was read: a change that is too new to delete with.
 */
export function scheduleDeletionOf(tableName: string, account: Account, deletion: Deletion): TransactItem[] {
  return [
    {
      Update: {
        TableName: tableName,
        Key: accountKey(account.accountId),
        UpdateExpression: 'SET deletion = :deletion, #state = :pending',
        ConditionExpression:
          '#state = :active AND email = :email AND (attribute_not_exists(factorsChangedAt) OR factorsChangedAt = :factors)',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':deletion': deletion,
          ':pending': 'deletion-pending',
          ':active': 'active',
          ':email': account.email,
          ':factors': account.factorsChangedAt,
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    ...duesOf(account.accountId, deletion).map((due) => scheduleDue(tableName, due)),
  ];
}

/** The write that notes the reminder of a deletion; fails when there was one, or there is nothing to remind of. */
export function remindOnce(tableName: string, accountId: string, { eventId }: Deletion): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET deletion.reminded = :yes',
      ConditionExpression: `${whilePending} AND attribute_not_exists(deletion.reminded)`,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':yes': true,
        ':pending': 'deletion-pending',
        ':event': eventId,
        ':unbegun': null,
      },
    },
  };
}

/** The writes that keep the account after all. The first fails when the purge has begun, or it was cancelled before. */
export function cancelDeletionOf(tableName: string, accountId: string, deletion: Deletion): TransactItem[] {
  return [
    {
      Update: {
        TableName: tableName,
        Key: accountKey(accountId),
        UpdateExpression: 'SET deletion = :none, #state = :active',
        ConditionExpression: whilePending,
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':none': null,
          ':active': 'active',
          ':pending': 'deletion-pending',
          ':event': deletion.eventId,
          ':unbegun': null,
        },
      },
    },
    ...duesOf(accountId, deletion).map((due) => cancelDue(tableName, due)),
  ];
}

/**
 * The write by which the purge takes a deletion: it can't be cancelled any more, every session has ended, and nobody
 * signs in. Fails when it was cancelled, and when it was taken before.
 */
export function beginPurge(tableName: string, accountId: string, eventId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET deletion.begunAt = :now, #state = :disabled, sessionsValidFrom = :now',
      ConditionExpression: whilePending,
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':now': now.toISOString(),
        ':disabled': 'disabled',
        ':pending': 'deletion-pending',
        ':event': eventId,
        ':unbegun': null,
      },
    },
  };
}
