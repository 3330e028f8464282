import type { TransactItem } from '../aws/transaction.ts';
import type { Key } from '../table.ts';

const nameOf = (version: number): string => `:over${Math.abs(version)}`;

function condition(version: number): string {
  return version === 0 ? 'attribute_not_exists(#v)' : `#v = ${nameOf(version)}`;
}

/**
 * The write that sets and removes (undefined) attributes of an item and raises its version; it makes the item where
 * there is none. With `over` it fails unless one of those versions stands; 0 is that of an item that is not there.
 */
export function updateAttributes(
  tableName: string,
  key: Key,
  attributes: ReadonlyMap<string, unknown>,
  over: readonly number[] | null,
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
      ...(over === null ? {} : { ConditionExpression: over.map(condition).join(' OR ') }),
      ExpressionAttributeNames: {
        '#v': 'version',
        ...Object.fromEntries(named.map(({ name, index }) => [`#a${index}`, name])),
      },
      ExpressionAttributeValues: {
        ':0': 0,
        ':1': 1,
        ...Object.fromEntries(
          (over ?? []).filter((version) => version !== 0).map((version) => [nameOf(version), version]),
        ),
        ...Object.fromEntries(set.map(({ value, index }) => [`:a${index}`, value])),
      },
    },
  };
}
