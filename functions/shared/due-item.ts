import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Table } from './aws/table-client.ts';
import type { TransactItem } from './aws/transaction.ts';
import { after, minutes } from './clock.ts';
import { timestampSchema } from './fields.ts';
import { dueKey, type Key } from './table.ts';

/** Partitions that due items are spread over: many may fall due in the same second. */
export const dueBuckets = 4;
/** How long a claimed item is left alone: longer than the sweep function may run. */
const claimLife = 6 * minutes;
const longestRetry = 60 * minutes;

/** What is to happen at a moment, and about what. `kind` names its handler in `functions/handlers/sweep.ts`. */
export interface Due {
  readonly kind: string;
  /** ISO 8601; the next sweep after it does it, within minutes. */
  readonly at: string;
  /** Tells it from others of its kind: the id of the request, account or event that it is about. */
  readonly reference: string;
  readonly accountId?: string | null;
  readonly companyId?: string | null;
}

const dueItemSchema = v.object({
  kind: v.string(),
  at: timestampSchema,
  reference: v.string(),
  accountId: v.nullable(v.string()),
  companyId: v.nullable(v.string()),
  tries: v.number(),
  /** Not to be claimed before: when it falls due, then when its claim or its wait after a failure is over. */
  nextTryAt: timestampSchema,
});
export type DueItem = v.InferOutput<typeof dueItemSchema>;

function keyOf({ kind, at, reference }: Pick<Due, 'kind' | 'at' | 'reference'>): Key {
  const [byte = 0] = createHash('sha256').update(`${kind}#${reference}`).digest();
  return dueKey(byte % dueBuckets, new Date(at).toISOString(), kind, reference);
}

/**
 * The write that has something done at a moment without anybody's request. Commit it together with the state
 * that it is about: it is done at least once, so its handler looks at that state again, by a condition.
 */
export function scheduleDue(tableName: string, due: Due): TransactItem {
  const at = new Date(due.at).toISOString();
  const item: DueItem = { accountId: null, companyId: null, ...due, at, tries: 0, nextTryAt: at };
  return { Put: { TableName: tableName, Item: { ...keyOf(due), ...item } } };
}

/** The write that takes a due item back; one that is gone already counts as taken back. */
export function cancelDue(tableName: string, due: Pick<Due, 'kind' | 'at' | 'reference'>): TransactItem {
  return { Delete: { TableName: tableName, Key: keyOf(due) } };
}

/** Reads up to `most` items of a bucket that wait to be done, the longest due first. */
export async function listDue(table: Table, bucket: number, now: Date, most: number): Promise<DueItem[]> {
  const due: DueItem[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :bucket AND sk <= :last',
      // Behind those that fail again and again there may be others.
      FilterExpression: 'nextTryAt <= :now',
      ExpressionAttributeValues: {
        ':bucket': dueKey(bucket, '', '', '').pk,
        // Behind every item of this very moment: ~ sorts after what keys are made of.
        ':last': `${now.toISOString()}~`,
        ':now': now.toISOString(),
      },
    },
  );
  for await (const { Items = [] } of pages) {
    due.push(...Items.map((item) => v.parse(dueItemSchema, item)));
    if (due.length >= most) break;
  }
  return due.slice(0, most);
}

/** Claims an item by one conditional write: of sweeps that run side by side one wins. Null for the others. */
export async function claimDue(table: Table, item: DueItem, now: Date): Promise<DueItem | null> {
  const claimed = { ...item, tries: item.tries + 1, nextTryAt: after(now, claimLife).toISOString() };
  return (await moveOn(table, item, claimed)) ? claimed : null;
}

/** Puts a claimed item that failed back: for a minute at first, then for twice as long each time, an hour at most. */
export async function retryDue(table: Table, claimed: DueItem, now: Date): Promise<void> {
  const wait = Math.min(2 ** (claimed.tries - 1) * minutes, longestRetry);
  await moveOn(table, claimed, { ...claimed, nextTryAt: after(now, wait).toISOString() });
}

/** Removes a claimed item that is done, unless another sweep has claimed it since. */
export async function finishDue(table: Table, claimed: DueItem): Promise<void> {
  await unlessTaken(
    table.client.send(
      new DeleteCommand({
        TableName: table.name,
        Key: keyOf(claimed),
        ConditionExpression: 'attribute_not_exists(pk) OR nextTryAt = :held',
        ExpressionAttributeValues: { ':held': claimed.nextTryAt },
      }),
    ),
  );
}

/** Writes when an item may next be claimed; false when it was claimed, done or taken back meanwhile. */
function moveOn(table: Table, from: DueItem, to: DueItem): Promise<boolean> {
  return unlessTaken(
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keyOf(from),
        UpdateExpression: 'SET nextTryAt = :next, tries = :tries',
        ConditionExpression: 'nextTryAt = :held',
        ExpressionAttributeValues: { ':next': to.nextTryAt, ':tries': to.tries, ':held': from.nextTryAt },
      }),
    ),
  );
}

async function unlessTaken(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
