import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { Membership } from '#functions/shared/company-item.ts';
import { companyKey, type Key, membershipKey } from '#functions/shared/table.ts';

/** Items that one transaction of a deletion takes along, beside its own. */
const alongWith = 80;

const keySchema = v.object({ pk: v.string(), sk: v.string() });

/** The writes that delete a company and its last member; the first fails unless an owner, the second with others in it. */
export function deleteLastMember(tableName: string, { companyId, accountId }: Membership): TransactItem[] {
  return [
    {
      Delete: {
        TableName: tableName,
        Key: membershipKey(companyId, accountId),
        ConditionExpression: '#role = :owner',
        ExpressionAttributeNames: { '#role': 'role' },
        ExpressionAttributeValues: { ':owner': 'owner' },
      },
    },
    {
      Delete: {
        TableName: tableName,
        Key: companyKey(companyId),
        ConditionExpression: 'attribute_not_exists(#members) OR #members = :one',
        ExpressionAttributeNames: { '#members': 'members' },
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ];
}

/**
 * The writes that delete whatever else is stored below a company, what later features keep there included. More
 * than fits into one transaction is deleted before.
 */
export async function clearPartition(
  table: Table,
  { companyId, accountId }: Membership,
): Promise<TransactItem[]> {
  const own = new Set([companyKey(companyId).sk, membershipKey(companyId, accountId).sk]);
  const keys = (await keysBelow(table, companyKey(companyId).pk)).filter(({ sk }) => !own.has(sk));
  const deletions = keys.map((Key): TransactItem => ({ Delete: { TableName: table.name, Key: { ...Key } } }));
  while (deletions.length > alongWith) await commit(table, deletions.splice(0, 100));
  return deletions;
}

async function keysBelow(table: Table, pk: string): Promise<Key[]> {
  const keys: Key[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ProjectionExpression: 'pk, sk',
        ExpressionAttributeValues: { ':pk': pk },
        ExclusiveStartKey: from,
      }),
    );
    keys.push(...Items.map((item) => v.parse(keySchema, item)));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return keys;
}
