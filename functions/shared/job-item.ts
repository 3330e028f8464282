import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { readMany } from './aws/read-many.ts';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, days, timeToLive } from './clock.ts';
import { type JobView, jobViewSchema, type Progress } from './job-view.ts';
import { jobKey } from './job-keys.ts';
import { accountKey, companyKey, type Key } from './table.ts';

/** How long a job can be looked at after it was begun; an export's archive is gone long before. */
const kept = 30 * days;

/**
 * Whose a job is: it is kept below its owner, so that it goes with it, and nobody else finds it. A job of a company
 * is its owners' affair, one of an account that person's alone.
 */
export type JobOwner = { readonly accountId: string } | { readonly companyId: string };

const jobSchema = v.object({
  ...jobViewSchema.entries,
  /** Who asked for it. */
  requestedBy: v.string(),
  /** The number of the receipt of a data reset, from its beginning. */
  receiptNumber: v.optional(v.string()),
  /** Where the archive of an export is, in its bucket. */
  archiveKey: v.optional(v.string()),
});
export type Job = v.InferOutput<typeof jobSchema>;

function keyOf(owner: JobOwner, jobId: string): Key {
  return jobKey('accountId' in owner ? accountKey(owner.accountId) : companyKey(owner.companyId), jobId);
}

/** The write that begins a job; commit it with whatever has it done. */
export function beginJob(
  tableName: string,
  owner: JobOwner,
  {
    id,
    kind,
    requestedBy,
    receiptNumber,
    now,
  }: Pick<Job, 'id' | 'kind' | 'requestedBy' | 'receiptNumber'> & { readonly now: Date },
): TransactItem {
  const job: Job = {
    id,
    kind,
    status: 'running',
    progress: { done: 0, total: null },
    createdAt: now.toISOString(),
    finishedAt: null,
    requestedBy,
    ...(receiptNumber === undefined ? {} : { receiptNumber }),
  };
  return {
    Put: {
      TableName: tableName,
      Item: { ...keyOf(owner, id), ...job, expiresAtSeconds: timeToLive(after(now, kept)) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Reads a job of one of these owners, consistently and in one round trip; null when none of them has it. */
export async function readJob(
  table: Table,
  owners: readonly JobOwner[],
  jobId: string,
): Promise<{ job: Job; owner: JobOwner } | null> {
  const items = await readMany(
    table,
    owners.map((owner) => keyOf(owner, jobId)),
  );
  const found = owners.flatMap((owner, index) => {
    const item = items[index];
    return item === undefined ? [] : [{ job: v.parse(jobSchema, item), owner }];
  });
  return found[0] ?? null;
}

/** Tells how far a running job is. One that is over, or gone with its owner, is left as it is. */
export async function reportProgress(
  table: Table,
  owner: JobOwner,
  jobId: string,
  progress: Progress,
): Promise<void> {
  try {
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keyOf(owner, jobId),
        UpdateExpression: 'SET progress = :progress',
        ConditionExpression: '#status = :running',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':progress': progress, ':running': 'running' },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** What a job ends with. */
export type JobEnd = Pick<Job, 'progress'> &
  Partial<Pick<Job, 'receipt' | 'archive' | 'archiveKey'>> & {
    readonly status: 'completed' | 'failed';
    readonly now: Date;
  };

/** The write that ends a job; its condition fails where the job is over already, or gone with its owner. */
export function endJob(
  tableName: string,
  owner: JobOwner,
  jobId: string,
  { now, ...end }: JobEnd,
): TransactItem {
  const set: [string, unknown][] = Object.entries({ ...end, finishedAt: now.toISOString() });
  const given = set.filter(([, value]) => value !== undefined);
  return {
    Update: {
      TableName: tableName,
      Key: keyOf(owner, jobId),
      UpdateExpression: `SET ${given.map(([name]) => `#${name} = :${name}`).join(', ')}`,
      ConditionExpression: '#status = :running',
      ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
        ':running': 'running',
      },
    },
  };
}

/** A job as whoever may see it sees it. */
export function jobView(job: Job): JobView {
  return v.parse(jobViewSchema, job);
}
