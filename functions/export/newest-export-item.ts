import * as v from 'valibot';
import { readMany } from '#functions/shared/aws/read-many.ts';
import type { Table } from '#functions/shared/aws/table-client.ts';
import type { TransactItem } from '#functions/shared/aws/transaction.ts';
import { type Job, readJob } from '#functions/shared/job-item.ts';
import { newestExportKey } from '#functions/shared/job-keys.ts';

const newestSchema = v.object({ jobId: v.string() });

/** The id of an account's newest export; null when there was none yet. */
async function readNewestId(table: Table, accountId: string): Promise<string | null> {
  const [item] = await readMany(table, [newestExportKey(accountId)]);
  return item === undefined ? null : v.parse(newestSchema, item).jobId;
}

/** An account's newest export as its job tells it; null when there is none, or none any more. */
export async function readNewest(
  table: Table,
  accountId: string,
): Promise<{ jobId: string | null; job: Job | null }> {
  const jobId = await readNewestId(table, accountId);
  if (jobId === null) return { jobId, job: null };
  const found = await readJob(table, [{ accountId }], jobId);
  return { jobId, job: found?.job ?? null };
}

/** The write that makes an export the newest; it fails when another one became so since `before` was read. */
export function makeNewest(
  tableName: string,
  accountId: string,
  { jobId, before }: { jobId: string; before: string | null },
): TransactItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...newestExportKey(accountId), jobId },
      ...(before === null
        ? { ConditionExpression: 'attribute_not_exists(pk)' }
        : { ConditionExpression: 'jobId = :before', ExpressionAttributeValues: { ':before': before } }),
    },
  };
}
