import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBStreamsClient, Shard } from '@aws-sdk/client-dynamodb-streams';
import * as v from 'valibot';

import { readStateFile, writeStateFile } from '../state-file.ts';
import { toItemChange } from './stream-record.ts';
import type { ItemChange } from './stream-record.ts';

/** Changes of one shard, in order. `done` is called when they are dealt with: a restart goes on behind them. */
export interface ShardBatch {
  readonly changes: readonly ItemChange[];
  done(): void;
}

export interface StreamReaderOptions {
  readonly client: DynamoDBStreamsClient;
  readonly tableName: string;
  readonly checkpointFile: string;
}

const checkpointSchema = v.object({
  /** A table that was made anew has another stream, and another beginning. */
  streamArn: v.string(),
  shards: v.record(v.string(), v.object({ sequenceNumber: v.nullable(v.string()), finished: v.boolean() })),
});
type Checkpoint = v.InferOutput<typeof checkpointSchema>;

/** Records of one call. */
const limit = 100;

/**
 * Reads a table's stream from its beginning, or from behind the checkpoint. Gives a function that reads what has come
 * since: nothing, or a batch for each shard. After an error the next call begins at the checkpoint again.
 */
export function createStreamReader({ client, tableName, checkpointFile }: StreamReaderOptions) {
  let checkpoint: Checkpoint = readStateFile(checkpointFile, checkpointSchema) ?? {
    streamArn: '',
    shards: {},
  };
  const iterators = new Map<string, string>();

  const reached = (shard: string, sequenceNumber: string | null, next: string | undefined) => {
    const before = checkpoint.shards[shard]?.sequenceNumber ?? null;
    if (next === undefined) iterators.delete(shard);
    else iterators.set(shard, next);
    if (sequenceNumber === null && next !== undefined) return;
    const state = { sequenceNumber: sequenceNumber ?? before, finished: next === undefined };
    checkpoint = { ...checkpoint, shards: { ...checkpoint.shards, [shard]: state } };
    writeStateFile(checkpointFile, checkpoint);
  };

  const open = async (abortSignal: AbortSignal) => {
    const streamArn = await latestStream(client, tableName, abortSignal);
    if (checkpoint.streamArn !== streamArn) checkpoint = { streamArn, shards: {} };
    const shards = await shardsOf(client, streamArn, abortSignal);
    const unfinished = shards.filter(({ ShardId = '' }) => checkpoint.shards[ShardId]?.finished !== true);
    for (const { ShardId = '', ParentShardId } of unfinished) {
      // What a shard holds is older than what those hold that it was split into.
      if (unfinished.some((shard) => shard.ShardId === ParentShardId)) continue;
      const behind = checkpoint.shards[ShardId]?.sequenceNumber ?? null;
      iterators.set(ShardId, await iteratorOf(client, streamArn, ShardId, behind, abortSignal));
    }
  };

  const readAll = async (abortSignal: AbortSignal): Promise<ShardBatch[]> => {
    if (iterators.size === 0) await open(abortSignal);
    const batches: ShardBatch[] = [];
    for (const [shard, ShardIterator] of iterators) {
      const page = await client.send(new GetRecordsCommand({ ShardIterator, Limit: limit }), { abortSignal });
      const changes = (page.Records ?? []).map((record) => toItemChange(record, checkpoint.streamArn));
      const last = changes.at(-1)?.dynamodb.SequenceNumber ?? null;
      if (last === null) reached(shard, null, page.NextShardIterator);
      else batches.push({ changes, done: () => reached(shard, last, page.NextShardIterator) });
    }
    return batches;
  };

  return async (abortSignal: AbortSignal): Promise<ShardBatch[]> => {
    try {
      return await readAll(abortSignal);
    } catch (error) {
      iterators.clear();
      throw error;
    }
  };
}

async function latestStream(client: DynamoDBStreamsClient, TableName: string, abortSignal: AbortSignal) {
  const { Streams = [] } = await client.send(new ListStreamsCommand({ TableName }), { abortSignal });
  const latest = Streams.toSorted((one, other) => label(one).localeCompare(label(other))).at(-1)?.StreamArn;
  if (latest === undefined) throw new Error(`The table ${TableName} has no stream.`);
  return latest;
}

/** Labels begin with the moment at which the stream was made. */
function label(stream: { StreamLabel?: string | undefined }): string {
  return stream.StreamLabel ?? '';
}

async function shardsOf(client: DynamoDBStreamsClient, StreamArn: string, abortSignal: AbortSignal) {
  const shards: Shard[] = [];
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { ExclusiveStartShardId: after };
    const page = await client.send(new DescribeStreamCommand({ StreamArn, ...from }), { abortSignal });
    shards.push(...(page.StreamDescription?.Shards ?? []));
    after = page.StreamDescription?.LastEvaluatedShardId;
  } while (after !== undefined);
  return shards;
}

async function iteratorOf(
  client: DynamoDBStreamsClient,
  StreamArn: string,
  ShardId: string,
  behind: string | null,
  abortSignal: AbortSignal,
): Promise<string> {
  const place =
    behind === null
      ? ({ ShardIteratorType: 'TRIM_HORIZON' } as const)
      : ({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: behind } as const);
  try {
    const command = new GetShardIteratorCommand({ StreamArn, ShardId, ...place });
    const { ShardIterator } = await client.send(command, { abortSignal });
    if (ShardIterator === undefined) throw new Error(`The shard ${ShardId} has no iterator.`);
    return ShardIterator;
  } catch (error) {
    // The stack stood still for longer than the 24 hours that a stream goes back: go on with what is left.
    if (!(error instanceof TrimmedDataAccessException) || behind === null) throw error;
    return iteratorOf(client, StreamArn, ShardId, null, abortSignal);
  }
}
