import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import type { RecordsDeps } from './deps.ts';
import { patiently } from './patiently.ts';
import { recordingObjectKey } from './record-key.ts';
import { type BatchRequest, drain } from './write-batch.ts';

/** Batches under way for a partition: while one waits for its answer, others keep the partition busy. */
const lanes = 2;
const pageSize = 1000;

const keysSchema = v.array(v.object({ sk: v.string() }));

export interface PartitionCommand {
  readonly pk: string;
  /** The company whose recordings these are: their objects go first. Null where there are none. */
  readonly recordingsOf: string | null;
  readonly stop: () => boolean;
}

/** Erases the records of one partition, page by page; gives each count as it is done. */
export async function erasePartition(
  deps: RecordsDeps,
  command: PartitionCommand,
  onErased: (count: number) => void,
): Promise<void> {
  let page = await readPage(deps, command.pk, undefined);
  while (!command.stop()) {
    // The next page is read while this one is deleted: what comes after a key does not depend on it.
    const next = page.last === undefined ? null : readPage(deps, command.pk, page.last);
    next?.catch(() => undefined);
    await deletePage(deps, command, page.ids, onErased);
    if (next !== null) page = await next;
    else if (page.ids.length === 0) return;
    // Once more from the beginning, for what was written meanwhile.
    else page = await readPage(deps, command.pk, undefined);
  }
}

interface Page {
  readonly ids: readonly string[];
  readonly last: Record<string, unknown> | undefined;
}

async function readPage(
  deps: RecordsDeps,
  pk: string,
  from: Record<string, unknown> | undefined,
): Promise<Page> {
  const { client, name } = deps.records;
  const query = new QueryCommand({
    TableName: name,
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk',
    ProjectionExpression: 'sk',
    ExpressionAttributeValues: { ':pk': pk },
    Limit: pageSize,
    ExclusiveStartKey: from,
  });
  const { Items, LastEvaluatedKey } = await patiently(deps, () => client.send(query));
  return { ids: v.parse(keysSchema, Items ?? []).map(({ sk }) => sk), last: LastEvaluatedKey };
}

async function deletePage(
  deps: RecordsDeps,
  { pk, recordingsOf }: PartitionCommand,
  ids: readonly string[],
  onErased: (count: number) => void,
): Promise<void> {
  // Objects first: without its record, nobody would find an object that is left.
  if (recordingsOf !== null && ids.length > 0)
    await deps.recordings.deleteMany(ids.map((id) => recordingObjectKey(recordingsOf, id)));
  const waiting: BatchRequest[] = ids.map((sk) => ({ DeleteRequest: { Key: { pk, sk } } }));
  await Promise.all(Array.from({ length: lanes }, () => drain(deps, waiting, onErased)));
}
