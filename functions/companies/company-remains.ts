import { partitionKeys } from '#functions/shared/aws/read-partition.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import { commit, type TransactItem } from '#functions/shared/aws/transaction.ts';
import type { Membership } from '#functions/shared/company-item.ts';
import { companyKey, membershipKey } from '#functions/shared/table.ts';

/** Items that one transaction of a deletion takes along, beside its own. */
const alongWith = 80;

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
  const deletions: TransactItem[] = [];
  for await (const keys of partitionKeys(table, companyKey(companyId).pk)) {
    const others = keys.filter(({ sk }) => !own.has(sk));
    deletions.push(...others.map((Key) => ({ Delete: { TableName: table.name, Key: { ...Key } } })));
  }
  while (deletions.length > alongWith) await commit(table, deletions.splice(0, 100));
  return deletions;
}
