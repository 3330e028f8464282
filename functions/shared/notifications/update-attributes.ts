import type { TransactItem } from '../aws/transaction.ts';
import type { Key } from '../table.ts';

/**
 * The write that sets and removes (undefined) attributes of an item and raises its version; it makes the item where
 * there is none. With `over` it fails unless that version stands.
 */
export function updateAttributes(
  tableName: string,
  key: Key,
  attributes: ReadonlyMap<string, unknown>,
  over: number | null,
): TransactItem {
  const named = [...attributes].map(([name, value], index) => ({ name, value, index }));
  const set = named.filter(({ value }) => value !== undefined);
  const removed = named.filter(({ value }) => value === undefined);
  const sets = ['#v = if_not_exists(#v, :0) + :1', ...set.map(({ index }) => `#a${index} = :a${index}`)];
  const removes = removed.map(({ index }) => `#a${index}`);
  return {
    Update: {
      TableName: tableName,
      Key: key,
      UpdateExpression: `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`}`,
      ...(over === null
        ? {}
        : {
            ConditionExpression: over === 0 ? 'attribute_not_exists(#v)' : '#v = :over',
          }),
      ExpressionAttributeNames: {
        '#v': 'version',
        ...Object.fromEntries(named.map(({ name, index }) => [`#a${index}`, name])),
      },
      ExpressionAttributeValues: {
        ':0': 0,
        ':1': 1,
        ...(over === null || over === 0 ? {} : { ':over': over }),
        ...Object.fromEntries(set.map(({ value, index }) => [`:a${index}`, value])),
      },
    },
  };
}
