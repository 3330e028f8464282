import { commit } from '#functions/shared/aws/transaction.ts';
import { erasureKey, statisticsKey } from '#functions/shared/table.ts';
import type { ErasureDeps } from './deps.ts';
import type { Claimed } from './erasure-item.ts';

/** Counts one more deletion of this month: what is known of all who left, and of nobody. Again, it counts once. */
export async function countDeletion(
  { table, now }: Pick<ErasureDeps, 'table' | 'now'>,
  { erasureId }: Claimed,
): Promise<void> {
  await commit(table, [
    {
      Update: {
        TableName: table.name,
        Key: erasureKey(erasureId),
        UpdateExpression: 'SET counted = :yes',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(counted)',
        ExpressionAttributeValues: { ':yes': true },
      },
    },
    {
      Update: {
        TableName: table.name,
        Key: statisticsKey(now().toISOString().slice(0, 7)),
        UpdateExpression: 'ADD deletedAccounts :one',
        ExpressionAttributeValues: { ':one': 1 },
      },
    },
  ]);
}
