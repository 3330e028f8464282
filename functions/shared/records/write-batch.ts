import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { isUnavailable } from '../aws/faults.ts';
import type { RecordsDeps } from './deps.ts';

/** DynamoDB takes no more in one BatchWriteItem. */
export const batchSize = 25;
const firstWait = 20;
const longestWait = 1000;
/** Tries without a single write; then whoever called tries again later. */
const mostVainTries = 10;

type Item = Record<string, unknown>;

/** What is done to one key: puts are known by their `Item`, deletions by their `Key`. */
export type BatchRequest =
  { readonly PutRequest: { readonly Item: Item } } | { readonly DeleteRequest: { readonly Key: Item } };

const leftSchema = v.array(
  v.union([
    v.object({ PutRequest: v.object({ Item: v.record(v.string(), v.unknown()) }) }),
    v.object({ DeleteRequest: v.object({ Key: v.record(v.string(), v.unknown()) }) }),
  ]),
);

/**
 * Writes what waits, a full batch at a time, until nothing does. What DynamoDB leaves over, because a partition is at
 * its limit or a reply was lost, waits again: for longer each time, and not in step with others. Several may drain
 * the same list. Gives the count of each batch as it is written; throws when nothing gets through any more.
 */
export async function drain(
  { records, sleep }: Pick<RecordsDeps, 'records' | 'sleep'>,
  waiting: BatchRequest[],
  onWritten: (count: number) => void,
): Promise<void> {
  let vainTries = 0;
  let wait = firstWait;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, batchSize);
    const left = await writeBatch(records, batch);
    waiting.push(...left);
    const written = batch.length - left.length;
    if (written > 0) {
      onWritten(written);
      [vainTries, wait] = [0, firstWait];
    } else {
      vainTries += 1;
      if (vainTries >= mostVainTries) throw new Stuck();
    }
    if (left.length === 0) continue;
    await sleep(wait * (0.5 + Math.random()));
    wait = Math.min(2 * wait, longestWait);
  }
}

/** Gives what was not written; a batch without an answer may have been, and is written again. */
async function writeBatch(
  { client, name }: RecordsDeps['records'],
  batch: readonly BatchRequest[],
): Promise<readonly BatchRequest[]> {
  try {
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: [...batch] } }),
    );
    return v.parse(leftSchema, UnprocessedItems[name] ?? []);
  } catch (error) {
    if (isUnavailable(error)) return batch;
    throw error;
  }
}

/** DynamoDB takes no write any more: for now as good as down. */
class Stuck extends Error {
  override readonly name = 'ThrottlingException';
}
