import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from '../table.ts';
import type { Table } from './table-client.ts';
import { backOff } from './transaction.ts';

type Item = Record<string, unknown>;

const mostTries = 3;

/**
 * Reads up to 100 items, consistently, in one round trip; gives them in the order of their keys. Those that DynamoDB
 * leaves unread under load are asked for again after a moment; throws when some stay unread.
 */
export async function readMany(table: Table, keys: readonly Key[]): Promise<readonly (Item | undefined)[]> {
  const items: Item[] = [];
  let left = [...keys];
  for (let attempt = 1; ; attempt += 1) {
    const { Responses = {}, UnprocessedKeys = {} } = await table.client.send(
      new BatchGetCommand({ RequestItems: { [table.name]: { Keys: left, ConsistentRead: true } } }),
    );
    items.push(...(Responses[table.name] ?? []));
    const unread = UnprocessedKeys[table.name]?.Keys ?? [];
    if (unread.length === 0) break;
    if (attempt === mostTries) throw new UnreadKeys();
    left = left.filter(({ pk, sk }) => unread.some((key) => key['pk'] === pk && key['sk'] === sk));
    await backOff(attempt);
  }
  return keys.map(({ pk, sk }) => items.find((item) => item['pk'] === pk && item['sk'] === sk));
}

/** DynamoDB left keys unread again and again: for this request as good as down. */
class UnreadKeys extends Error {
  override readonly name = 'ThrottlingException';
}
