import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { queryPages } from '../aws/query-pages.ts';
import type { RecordCategory } from './categories.ts';
import type { RecordsDeps } from './deps.ts';
import { type ProductRecord, recordSchema } from './record.ts';
import { recordingObjectKey, recordKey, recordPartitions } from './record-key.ts';
import { type BatchRequest, drain } from './write-batch.ts';

/**
 * Records by category, as the product puts and reads them. Putting an id again replaces its record, so that a put
 * whose reply was lost is simply repeated.
 */

/** A record and where it belongs. */
export interface PlacedRecord {
  readonly companyId: string;
  readonly category: RecordCategory;
  readonly record: ProductRecord;
}

function itemOf({ companyId, category, record }: PlacedRecord) {
  return { ...recordKey(companyId, category, record.recordId), ...record };
}

/** Puts one record. */
export async function putRecord(
  { records }: Pick<RecordsDeps, 'records'>,
  placed: PlacedRecord,
): Promise<void> {
  await records.client.send(new PutCommand({ TableName: records.name, Item: itemOf(placed) }));
}

/** Puts many records, of different ids. Throws when some could not be put, after trying for a while. */
export async function putRecords(
  deps: Pick<RecordsDeps, 'records' | 'sleep'>,
  placed: readonly PlacedRecord[],
): Promise<void> {
  const waiting: BatchRequest[] = placed.map((one) => ({ PutRequest: { Item: itemOf(one) } }));
  await drain(deps, waiting, () => undefined);
}

/** Puts a recording: the audio first, then the record that tells of it. */
export async function putRecording(
  deps: RecordsDeps,
  companyId: string,
  record: ProductRecord,
  audio: Uint8Array,
): Promise<void> {
  await deps.recordings.put(recordingObjectKey(companyId, record.recordId), audio);
  await putRecord(deps, { companyId, category: 'recordings', record });
}

/** Reads one record, consistently; null when there is none of that id. */
export async function getRecord(
  { records }: Pick<RecordsDeps, 'records'>,
  { companyId, category, recordId }: { companyId: string; category: RecordCategory; recordId: string },
): Promise<ProductRecord | null> {
  const { Item } = await records.client.send(
    new GetCommand({
      TableName: records.name,
      Key: recordKey(companyId, category, recordId),
      ConsistentRead: true,
    }),
  );
  return Item === undefined ? null : v.parse(recordSchema, Item);
}

/** A page of a category in order of ids: up to `size` records after the one with the id `after`. */
export async function listRecords(
  { records }: Pick<RecordsDeps, 'records'>,
  asked: { companyId: string; category: RecordCategory; after?: string; size: number },
): Promise<ProductRecord[]> {
  const { companyId, category, after = '', size } = asked;
  const shards = await Promise.all(
    recordPartitions(companyId, category).map((pk) =>
      records.client.send(
        new QueryCommand({
          TableName: records.name,
          KeyConditionExpression: after === '' ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: after === '' ? { ':pk': pk } : { ':pk': pk, ':after': after },
          Limit: size,
        }),
      ),
    ),
  );
  const found = shards.flatMap(({ Items = [] }) => Items.map((item) => v.parse(recordSchema, item)));
  return found.sort((a, b) => (a.recordId < b.recordId ? -1 : 1)).slice(0, size);
}

/** Every record of a category, a page at a time, for what goes through all: an export, an archive. */
export async function* readRecords(
  { records }: Pick<RecordsDeps, 'records'>,
  companyId: string,
  category: RecordCategory,
): AsyncGenerator<ProductRecord[]> {
  for (const pk of recordPartitions(companyId, category)) {
    const query = {
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
    };
    for await (const items of queryPages(records, query))
      if (items.length > 0) yield items.map((item) => v.parse(recordSchema, item));
  }
}
