import { ConditionalCheckFailedException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './aws/table-client.ts';
import { hours } from './clock.ts';
import { membershipKey } from './table.ts';

/** When a member was last seen is written at most this often. */
export const visitInterval = 1 * hours;

/** Notes that a member uses the company. One who is being removed or given another role is left alone. */
export async function touchMembership(
  table: Table,
  { companyId, accountId }: { companyId: string; accountId: string },
  now: Date,
): Promise<void> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: membershipKey(companyId, accountId),
        UpdateExpression: 'SET lastSeenAt = :now',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':now': now.toISOString() },
      }),
    );
  } catch (error) {
    const overtaken =
      error instanceof ConditionalCheckFailedException || error instanceof TransactionConflictException;
    if (!overtaken) throw error;
  }
}
