import type { Account } from '../account-item.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { accountKey } from '../table.ts';

/** Tells whether signing in wants a second factor. Our registry decides, whatever Cognito answers. */
export function isTwoFactorOn(account: Pick<Account, 'twoFactor'>): boolean {
  return account.twoFactor?.status === 'on';
}

/** The write that turns two-factor on; fails when it is on, or still being removed. */
export function switchTwoFactorOn(tableName: string, accountId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET twoFactor = :on, factorsChangedAt = :now, factorAddedAt = :now',
      ConditionExpression: 'attribute_not_exists(twoFactor) OR twoFactor = :none',
      ExpressionAttributeValues: {
        ':on': { status: 'on', since: now.toISOString() },
        ':none': null,
        ':now': now.toISOString(),
      },
    },
  };
}

/**
 * The write that turns two-factor off, by decision; fails when it isn't on. The secret is still in Cognito then:
 * `removeAuthenticator` comes next, and whoever is killed before it is finished by `finishRemoval`.
 */
export function switchTwoFactorOff(tableName: string, accountId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET twoFactor = :removing, factorsChangedAt = :now',
      ConditionExpression: 'twoFactor.#status = :on',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: {
        ':removing': { status: 'removing', at: now.toISOString() },
        ':on': 'on',
        ':now': now.toISOString(),
      },
    },
  };
}

/** The write that dates a change of factors that leaves two-factor on; fails when it isn't. */
export function factorsChanged(tableName: string, accountId: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET factorsChangedAt = :now',
      ConditionExpression: 'twoFactor.#status = :on',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: { ':on': 'on', ':now': now.toISOString() },
    },
  };
}
