import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../table.ts';
import type { Table } from './table-client.ts';
import { backOff, Contended } from './transaction.ts';

/** What one BatchWriteItem takes. */
const together = 25;
const tries = 8;

/** Deletes items whatever is in them, 25 at a time; what DynamoDB leaves unprocessed is tried again with jitter. */
export async function deleteKeys(table: Table, keys: readonly Key[]): Promise<void> {
  for (let at = 0; at < keys.length; at += together) {
    let left = keys.slice(at, at + together).map((key) => ({ DeleteRequest: { Key: { ...key } } }));
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === tries) throw new Contended();
      if (attempt > 0) await backOff(attempt);
      const { UnprocessedItems = {} } = await table.client.send(
        new BatchWriteCommand({ RequestItems: { [table.name]: left } }),
      );
      left = (UnprocessedItems[table.name] ?? []).flatMap(({ DeleteRequest }) => {
        const { pk, sk } = DeleteRequest?.Key ?? {};
        return typeof pk === 'string' && typeof sk === 'string' ? { DeleteRequest: { Key: { pk, sk } } } : [];
      });
    }
  }
}
