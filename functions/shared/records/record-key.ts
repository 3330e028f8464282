import { createHash } from 'node:crypto';
import type { Key } from '../table.ts';
import { type RecordCategory, shardsOf } from './categories.ts';

/**
 * Keys of the records table, a sibling of the one table with keys of the same names. A category of a company is
 * spread over partitions, so that erasing many is not bound by the pace of one.
 *
 * | access | key | how |
 * |---|---|---|
 * | put, get a record | `RECORDS#company#category#shard` / record id | one request |
 * | records of a category, by id | the same partitions | Query of each shard, merged |
 * | count; erase | the same partitions | Query of counts; of keys, then BatchWriteItem |
 */

function partition(companyId: string, category: RecordCategory, shard: number): string {
  return `RECORDS#${companyId}#${category}#${String(shard).padStart(2, '0')}`;
}

/** Every partition that records of a category of a company may be in. */
export function recordPartitions(companyId: string, category: RecordCategory): string[] {
  return Array.from({ length: shardsOf(category) }, (_, shard) => partition(companyId, category, shard));
}

/** Where a record is kept; the same id is always the same record. */
export function recordKey(companyId: string, category: RecordCategory, recordId: string): Key {
  const hash = createHash('sha256').update(recordId).digest().readUInt32BE();
  return { pk: partition(companyId, category, hash % shardsOf(category)), sk: recordId };
}

/** Where the objects (audio) of a company's recordings are kept in their bucket. */
export function recordingPrefix(companyId: string): string {
  return `recordings/${companyId}/`;
}

/** Where the object of a recording is kept. */
export function recordingObjectKey(companyId: string, recordId: string): string {
  return `${recordingPrefix(companyId)}${recordId}`;
}
