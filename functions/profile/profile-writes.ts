import type { Account } from '#functions/shared/account-item.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { accountKey } from '#functions/shared/table.ts';

/** What the profile form writes. */
export type ProfileFields = Pick<Account, 'name' | 'company' | 'phone' | 'timezone'>;

/**
 * The write that saves the profile fields over one version of an account, or over whatever version stands;
 * fails when that version is gone, or the account.
 */
export function saveFields(
  tableName: string,
  accountId: string,
  fields: ProfileFields,
  over: number | 'any',
): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression:
        'SET #name = :name, company = :company, phone = :phone, #timezone = :timezone, #version = #version + :one',
      ConditionExpression: over === 'any' ? 'attribute_exists(pk)' : '#version = :version',
      ExpressionAttributeNames: { '#name': 'name', '#timezone': 'timezone', '#version': 'version' },
      ExpressionAttributeValues: {
        ':name': fields.name,
        ':company': fields.company,
        ':phone': fields.phone,
        ':timezone': fields.timezone,
        ...(over === 'any' ? {} : { ':version': over }),
        ':one': 1,
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The write that keeps a detected time zone, only while none is stored: one condition, no reading first. */
export function keepTimezone(tableName: string, accountId: string, timezone: string): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: 'SET #timezone = :timezone, #version = #version + :one',
      ConditionExpression: '#timezone = :none',
      ExpressionAttributeNames: { '#timezone': 'timezone', '#version': 'version' },
      ExpressionAttributeValues: { ':timezone': timezone, ':none': null, ':one': 1 },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
