import type { Account } from './account-item.ts';
import type { TransactItem } from './aws/transaction.ts';
import { accountKey } from './table.ts';

/**
 * The write that ends every session of an account at once: sessions begun before `now` no longer open
 * anything (ASVS 7.4.3). Their items are swept later.
 */
export function endAllSessions(tableName: string, accountId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET sessionsValidFrom = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': now.toISOString() },
    },
  };
}

/** Makes a transaction depend on that an account is there and not being erased: what it writes is found by the erasure. */
export function unlessErased(tableName: string, accountId: string): TransactItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: accountKey(accountId),
      ConditionExpression: 'attribute_exists(pk) AND #state <> :disabled',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':disabled': 'disabled' },
    },
  };
}

/** The write that shows a pending address on the profile, or none; fails once the address itself has changed. */
export function setPendingEmail(
  tableName: string,
  accountId: string,
  currentEmail: string,
  pending: { email: string; expiresAt: string } | null,
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET pendingEmail = :pending, #version = #version + :one',
      ConditionExpression: 'email = :email',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':pending': pending, ':email': currentEmail, ':one': 1 },
    },
  };
}

/** The write that sets the idle time after which sessions end, in minutes; null for never. */
export function setSessionTimeout(
  tableName: string,
  accountId: string,
  minutes: Account['sessionTimeoutMinutes'],
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET sessionTimeoutMinutes = :minutes',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':minutes': minutes },
    },
  };
}
