import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Account } from '../account-item.ts';
import type { Table } from '../aws/table-client.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { accountKey, ownIpListKey } from '../table.ts';
import type { OwnIpPolicy } from './policy.ts';

const entrySchema = v.object({ cidr: v.string(), comment: v.string() });
export type OwnIpEntry = v.InferOutput<typeof entrySchema>;

const listSchema = v.object({ version: v.number(), entries: v.array(entrySchema) });

/** The writes that store a person's list over the one that was read; the first fails when it changed meanwhile. */
export function putOwnList(
  tableName: string,
  account: Pick<Account, 'accountId' | 'ipAllowlist'>,
  entries: readonly OwnIpEntry[],
): TransactItem[] {
  const { accountId, ipAllowlist: over } = account;
  const version = over.version + 1;
  const policy: OwnIpPolicy = { version, entries: entries.length };
  const none = over.version === 0 ? `attribute_not_exists(ipAllowlist) OR ` : '';
  return [
    {
      Update: {
        TableName: tableName,
        Key: accountKey(accountId),
        UpdateExpression: 'SET ipAllowlist = :policy',
        ConditionExpression: `attribute_exists(pk) AND (${none}ipAllowlist.#version = :over)`,
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':policy': policy, ':over': over.version },
      },
    },
    { Put: { TableName: tableName, Item: { ...ownIpListKey(accountId), version, entries } } },
  ];
}

/**
 * Reads a person's list, in one round trip: the one that the account named when it was read, or a newer one that
 * replaced it since. Throws when there is neither.
 */
export async function readOwnList(
  table: Table,
  account: Pick<Account, 'accountId' | 'ipAllowlist'>,
): Promise<OwnIpEntry[]> {
  const { version } = account.ipAllowlist;
  if (version === 0) return [];
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: ownIpListKey(account.accountId), ConsistentRead: true }),
  );
  const list = v.parse(listSchema, Item);
  if (list.version < version) throw new Error('The IP list of an account is older than what counts');
  return list.entries;
}
