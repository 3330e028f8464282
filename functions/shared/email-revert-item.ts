import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Account } from './account-item.ts';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { timestampSchema } from './fields.ts';
import { accountKey, addressClaimKey, emailChangeKey, emailRevertKey, emailRevertPrefix } from './table.ts';

const emailRevertSchema = v.object({
  accountId: v.string(),
  /** The event that asked for the change, and the one that finished it, whose mail carries the revert link. */
  requestEventId: v.string(),
  eventId: v.string(),
  oldEmail: v.string(),
  newEmail: v.string(),
  expiresAt: timestampSchema,
  /** Taken by its link, the move back in Cognito under way. */
  taken: v.boolean(),
});
export type EmailRevert = v.InferOutput<typeof emailRevertSchema>;

/** Reads the ways back that an account has, oldest first: one for each change of the last seven days. */
export async function listEmailReverts(table: Table, accountId: string): Promise<EmailRevert[]> {
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': accountKey(accountId).pk, ':prefix': emailRevertPrefix },
    }),
  );
  return Items.map((item) => v.parse(emailRevertSchema, item));
}

/** The writes that close ways back which lead to addresses of somebody who took the account over. */
export function closeReverts(tableName: string, reverts: readonly EmailRevert[]): TransactItem[] {
  return reverts.flatMap(({ accountId, eventId, oldEmail }) => [
    { Delete: { TableName: tableName, Key: emailRevertKey(accountId, eventId) } },
    {
      Delete: {
        TableName: tableName,
        Key: addressClaimKey(oldEmail),
        ConditionExpression: 'attribute_not_exists(pk) OR accountId = :account',
        ExpressionAttributeValues: { ':account': accountId },
      },
    },
  ]);
}

/**
 * The writes that take the way back and end every session: from here on it can only be walked to its end, by the link
 * again. They fail once the account is being erased.
 */
export function takeEmailRevert(tableName: string, revert: EmailRevert, now: Date): TransactItem[] {
  return [
    {
      Update: {
        TableName: tableName,
        Key: emailRevertKey(revert.accountId, revert.eventId),
        UpdateExpression: 'SET taken = :yes REMOVE expiresAtSeconds',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':yes': true },
      },
    },
    {
      Update: {
        TableName: tableName,
        Key: accountKey(revert.accountId),
        UpdateExpression: 'SET sessionsValidFrom = :now',
        ConditionExpression: 'attribute_exists(pk) AND #state <> :disabled',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':now': now.toISOString(), ':disabled': 'disabled' },
      },
    },
  ];
}

/**
 * The writes that put an account back on its old address and let go of the one it leaves. They fail once the account is
 * being erased, which looks for the addresses that it has at that moment.
 */
export function restoreAddress(
  tableName: string,
  account: Account,
  revert: EmailRevert,
  now: Date,
): TransactItem[] {
  const { accountId, email } = account;
  return [
    {
      Update: {
        TableName: tableName,
        Key: accountKey(accountId),
        UpdateExpression:
          'SET email = :old, pendingEmail = :none, emailChangedAt = :now, sessionsValidFrom = :now, #version = #version + :one',
        ConditionExpression: 'email = :current AND #state <> :disabled',
        ExpressionAttributeNames: { '#version': 'version', '#state': 'state' },
        ExpressionAttributeValues: {
          ':old': revert.oldEmail,
          ':current': email,
          ':disabled': 'disabled',
          ':none': null,
          ':now': now.toISOString(),
          ':one': 1,
        },
      },
    },
    {
      Put: {
        TableName: tableName,
        Item: { ...addressClaimKey(revert.oldEmail), accountId, state: 'held' },
        ConditionExpression: 'attribute_not_exists(pk) OR accountId = :account',
        ExpressionAttributeValues: { ':account': accountId },
      },
    },
    { Delete: { TableName: tableName, Key: addressClaimKey(email) } },
    { Delete: { TableName: tableName, Key: emailChangeKey(accountId) } },
    {
      Delete: {
        TableName: tableName,
        Key: emailRevertKey(accountId, revert.eventId),
        ConditionExpression: 'attribute_exists(pk)',
      },
    },
  ];
}
