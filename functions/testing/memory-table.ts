import type { Table } from '#functions/shared/aws/table-client.ts';
import { clientOf } from './gated-table.ts';

type Item = Record<string, any>;

/** What a table is made of: items of partitions, in the order of their sort keys. */
export interface Partitions {
  readonly get: (pk: string, sk: string) => Item | undefined;
  readonly put: (item: Item) => void;
  readonly delete: (pk: string, sk: string) => void;
  /** Up to so many items after a sort key. */
  readonly page: (pk: string, after: string, most: number) => readonly Item[];
}

const pageSize = 1000;

/** Items in memory. */
export function memoryPartitions() {
  const partitions = new Map<string, Map<string, Item>>();
  const of = (pk: string) => {
    const found = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, found);
    return found;
  };
  const store: Partitions = {
    get: (pk, sk) => partitions.get(pk)?.get(sk),
    put: (item) => void of(item['pk']).set(item['sk'], item),
    delete: (pk, sk) => void partitions.get(pk)?.delete(sk),
    page: (pk, after, most) =>
      [...(partitions.get(pk) ?? new Map<string, Item>())]
        .filter(([sk]) => sk > after)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .slice(0, most)
        .map(([, item]) => item),
  };
  return {
    ...store,
    clear: () => partitions.clear(),
    /** Everything as it is, to be put back later: items themselves are never changed. */
    kept: () => new Map([...partitions].map(([pk, items]) => [pk, new Map(items)])),
    putBack: (kept: ReadonlyMap<string, ReadonlyMap<string, Item>>) => {
      partitions.clear();
      for (const [pk, items] of kept) partitions.set(pk, new Map(items));
    },
    all: () => [...partitions.values()].flatMap((items) => [...items.values()]),
  };
}

/**
 * A table of records in memory: the calls that the records store makes, none of which rests on a condition. What it
 * doesn't know it refuses. Everything that does rest on a condition is tested over the real local engine.
 */
export function memoryTable(partitions: Partitions): Table {
  const query = ({ input }: { input: Item }) => {
    const { KeyConditionExpression: condition, ExpressionAttributeValues: values } = input;
    if (condition !== 'pk = :pk' && condition !== 'pk = :pk AND sk > :after')
      throw new Error(`No such condition here: ${String(condition)}`);
    const after = input['ExclusiveStartKey']?.sk ?? values[':after'] ?? '';
    const most = Math.min(input['Limit'] ?? pageSize, pageSize);
    const items = partitions.page(values[':pk'], after, most);
    const last = items.length < most ? undefined : items.at(-1);
    return {
      Count: items.length,
      ...(input['Select'] === 'COUNT' ? {} : { Items: items }),
      ...(last === undefined ? {} : { LastEvaluatedKey: { pk: last['pk'], sk: last['sk'] } }),
    };
  };
  const commands: Record<string, (command: { input: Item }) => unknown> = {
    QueryCommand: query,
    GetCommand: ({ input }) => ({ Item: partitions.get(input['Key'].pk, input['Key'].sk) }),
    PutCommand: ({ input }) => {
      if (input['ConditionExpression'] !== undefined) throw new Error('No conditions here');
      partitions.put(input['Item']);
      return {};
    },
    DeleteCommand: ({ input }) => {
      partitions.delete(input['Key'].pk, input['Key'].sk);
      return {};
    },
    BatchWriteCommand: ({ input }) => {
      for (const { PutRequest, DeleteRequest } of Object.values<Item[]>(input['RequestItems']).flat()) {
        if (PutRequest !== undefined) partitions.put(PutRequest.Item);
        else partitions.delete(DeleteRequest.Key.pk, DeleteRequest.Key.sk);
      }
      return {};
    },
  };
  const client = clientOf(({ input, constructor: { name } }) => {
    const command = commands[name];
    if (command === undefined) return Promise.reject(new Error(`No such call here: ${name}`));
    return Promise.resolve(command({ input }));
  });
  return { name: 'records', client };
}
