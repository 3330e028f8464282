import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../table.ts';
import type { Table } from './table-client.ts';

type Item = Record<string, unknown>;

/** Reads up to 100 items, consistently, in one round trip; gives them in the order of their keys. */
export async function readMany(table: Table, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
  const { Responses = {}, UnprocessedKeys = {} } = await table.client.send(
    new BatchGetCommand({ RequestItems: { [table.name]: { Keys: [...keys], ConsistentRead: true } } }),
  );
  if (Object.keys(UnprocessedKeys).length > 0) throw new UnreadKeys();
  const items = Responses[table.name] ?? [];
  return keys.map(({ pk, sk }) => items.find((item) => item['pk'] === pk && item['sk'] === sk));
}

/** DynamoDB left keys unread under load: for this request as good as down. */
class UnreadKeys extends Error {
  override readonly name = 'ThrottlingException';
}
