import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as v from 'valibot';
import { type Key, tableShape } from '../table.ts';
import { queryPages } from './query-pages.ts';
import type { Table } from './table-client.ts';

const keySchema = v.object({ pk: v.string(), sk: v.string() });

/**
 * The keys of a partition, page after page, consistently: memory holds one page. With `prefix` only those whose sort
 * key begins so.
 */
export async function* partitionKeys(table: Table, pk: string, prefix = ''): AsyncGenerator<Key[]> {
  const query = {
    ConsistentRead: true,
    KeyConditionExpression: prefix === '' ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :prefix)',
    ProjectionExpression: '#pk, #sk',
    ExpressionAttributeNames: { '#pk': tableShape.partitionKey, '#sk': tableShape.sortKey },
    ExpressionAttributeValues: { ':pk': pk, ...(prefix === '' ? {} : { ':prefix': prefix }) },
  };
  for await (const items of queryPages(table, query)) yield items.map((item) => v.parse(keySchema, item));
}

/** How many items a partition has, counted by DynamoDB. */
export async function countPartition(table: Table, pk: string): Promise<number> {
  let count = 0;
  let from: Record<string, unknown> | undefined;
  do {
    const { Count = 0, LastEvaluatedKey } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        Select: 'COUNT',
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': tableShape.partitionKey },
        ExpressionAttributeValues: { ':pk': pk },
        ExclusiveStartKey: from,
      }),
    );
    count += Count;
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return count;
}
