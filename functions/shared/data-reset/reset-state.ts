import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { Table } from '../aws/table-client.ts';
import type { TransactItem } from '../aws/transaction.ts';
import { timestampSchema } from '../fields.ts';
import { runningResetKey } from '../job-keys.ts';

/** The kind of the due item that a data reset is begun, and gone on with, by. */
export const dataResetDue = 'data-reset';

const runningSchema = v.object({
  jobId: v.string(),
  requestedBy: v.string(),
  startedAt: timestampSchema,
});
export type RunningReset = v.InferOutput<typeof runningSchema>;

/** Which reset of a company runs at this moment; null when none does. */
export async function readRunning(table: Table, companyId: string): Promise<RunningReset | null> {
  const { Item } = await table.client.send(
    new GetCommand({ TableName: table.name, Key: runningResetKey(companyId), ConsistentRead: true }),
  );
  return Item === undefined ? null : v.parse(runningSchema, Item);
}

/** The write that makes a reset the one that runs; it fails, and gives the other, while one does. */
export function holdReset(tableName: string, companyId: string, running: RunningReset): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...runningResetKey(companyId), ...running },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The write that lets the next reset begin; it fails when another one runs by now. */
export function releaseReset(tableName: string, companyId: string, jobId: string): TransactItem {
  return {
    Delete: {
      TableName: tableName,
      Key: runningResetKey(companyId),
      ConditionExpression: 'attribute_not_exists(pk) OR jobId = :job',
      ExpressionAttributeValues: { ':job': jobId },
    },
  };
}
