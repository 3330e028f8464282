import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { accountKey } from '#functions/shared/table.ts';

/** The write that confirms the profile's number; fails when the profile has another one by now. */
export function confirmNumber(tableName: string, accountId: string, number: string, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET confirmedPhone = :confirmed',
      ConditionExpression: 'phone = :number',
      ExpressionAttributeValues: { ':confirmed': { number, at: now.toISOString() }, ':number': number },
    },
  };
}

/** The write that forgets a confirmation; fails when there is none of this number. */
export function unconfirmNumber(tableName: string, accountId: string, number: string): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET confirmedPhone = :none',
      ConditionExpression: 'confirmedPhone.#number = :number',
      ExpressionAttributeNames: { '#number': 'number' },
      ExpressionAttributeValues: { ':none': null, ':number': number },
    },
  };
}
