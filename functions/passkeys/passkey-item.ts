import { DeleteCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { timestampSchema } from '#functions/shared/fields.ts';
import { accountKey, passkeyKey } from '#functions/shared/table.ts';

/**
 * What we keep of a passkey: its name and dates. The key itself is Cognito's. `adding`: written before Cognito is
 * asked to register it, so that none ever signs in of which we know nothing.
 */
const passkeySchema = v.object({
  accountId: v.string(),
  id: v.string(),
  /** As WebAuthn and Cognito know it. */
  credentialId: v.string(),
  name: v.string(),
  state: v.picklist(['adding', 'active']),
  createdAt: timestampSchema,
  lastUsedAt: v.nullable(timestampSchema),
});
export type Passkey = v.InferOutput<typeof passkeySchema>;

/** Our id of a credential, whose own may be a thousand bytes long: its SHA-256 in base64url. */
export function passkeyId(credentialId: string): string {
  return createHash('sha256').update(credentialId).digest('base64url');
}

/** Reads a stored passkey; null when there is none. */
export function parsePasskey(item: Record<string, unknown> | undefined): Passkey | null {
  return item === undefined ? null : v.parse(passkeySchema, item);
}

/** The passkeys of an account, consistently, oldest first, those being added among them. One page holds all. */
export async function readPasskeys(table: Table, accountId: string): Promise<Passkey[]> {
  const { pk, sk } = passkeyKey(accountId, '');
  const { Items = [] } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': sk },
    }),
  );
  const found = Items.map((item) => v.parse(passkeySchema, item));
  return found.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

/** Notes a passkey that Cognito is about to register; false when it is there already, and active. */
export async function noteNewPasskey(table: Table, passkey: Omit<Passkey, 'state'>): Promise<boolean> {
  try {
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...passkeyKey(passkey.accountId, passkey.id), ...passkey, state: 'adding' },
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :adding',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':adding': 'adding' },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Forgets a passkey that Cognito would not register, unless it turned out to be active. */
export async function forgetNewPasskey(table: Table, { accountId, id }: Passkey): Promise<void> {
  try {
    await table.client.send(
      new DeleteCommand({
        TableName: table.name,
        Key: passkeyKey(accountId, id),
        ConditionExpression: '#state = :adding',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':adding': 'adding' },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** The write that makes a registered passkey one of the account's; fails when another request did, or removed it. */
export function activatePasskey(tableName: string, { accountId, id }: Passkey, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: passkeyKey(accountId, id),
      UpdateExpression: 'SET #state = :active, createdAt = :now',
      ConditionExpression: '#state = :adding',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':active': 'active', ':adding': 'adding', ':now': now.toISOString() },
    },
  };
}

/** The write that notes a sign-in with a passkey; fails when it was removed, or is in another state than was read. */
export function usePasskey(tableName: string, { accountId, id, state }: Passkey, now: Date): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: passkeyKey(accountId, id),
      UpdateExpression: `SET #state = :active, lastUsedAt = :now${state === 'adding' ? ', createdAt = :now' : ''}`,
      ConditionExpression: '#state = :read',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':active': 'active', ':read': state, ':now': now.toISOString() },
    },
  };
}

/** The write that renames a passkey; fails when it is gone. */
export function namePasskey(tableName: string, { accountId, id }: Passkey, name: string): TransactItem {
  return {
    Update: {
      TableName: tableName,
      Key: passkeyKey(accountId, id),
      UpdateExpression: 'SET #name = :name',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#name': 'name' },
      ExpressionAttributeValues: { ':name': name },
    },
  };
}

/** The write that removes a passkey; fails when it is gone. */
export function deletePasskey(tableName: string, { accountId, id }: Passkey): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: passkeyKey(accountId, id),
      ConditionExpression: 'attribute_exists(pk)',
    },
  };
}

/** The write that dates a change of the account's passkeys; an added one can't remove older factors for a day. */
export function datePasskeyChange(
  tableName: string,
  accountId: string,
  change: 'added' | 'removed',
  now: Date,
): TransactItem {
  const added = change === 'added' ? ', factorAddedAt = :now' : '';
  return {
    Update: {
      TableName: tableName,
      Key: accountKey(accountId),
      UpdateExpression: `SET factorsChangedAt = :now${added}`,
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': now.toISOString() },
    },
  };
}
