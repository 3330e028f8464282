import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import type { Gate } from './gate.ts';
import { gatedTable } from './gated-table.ts';
import { withoutStream } from './interleave.ts';
import { lightClient } from './light-client.ts';
import { startTestTable } from './local-table.ts';

type Item = Record<string, any>;

const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`;

/**
 * A table with the items that are in another one, which can be made what it was again and again. It is the real local
 * engine's; what is tested reaches it through a gate.
 */
export async function twinTable(items: readonly Item[], doors: Pick<Gate, 'pass'>) {
  const { client, endpoint, tableName } = await startTestTable();
  await withoutStream(openTable(tableName, client));
  const real: Table = { name: tableName, client: lightClient(endpoint) };
  let before = new Map(items.map((item) => [keyOf(item), item]));
  let present = new Map<string, Item>();
  /** What the stream told of: each event that was recorded, once. */
  const told = new Map<string, Item>();

  const scan = async (): Promise<Item[]> => {
    const { Items = [] } = await real.client.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true }),
    );
    present = new Map(Items.map((item) => [keyOf(item), item]));
    return Items;
  };
  const telling: Table = {
    name: tableName,
    client: {
      send: async (command: any) => {
        const answer = await real.client.send(command);
        for (const { Put } of command.input.TransactItems ?? [])
          if (Put?.Item?.type !== undefined) told.set(Put.Item.id, Put.Item);
        return answer;
      },
    } as never,
  };

  return {
    /** Past the gate. */
    real,
    table: gatedTable(telling, 'table', doors),
    told,
    scan,
    before: () => [...before.values()],
    /** Takes what there is now for what it shall be again. */
    keep: async () => {
      await scan();
      before = new Map(present);
      told.clear();
    },
    /** Makes it what it was, as of the last look at it. */
    restore: async () => {
      const gone = [...present].filter(([key]) => !before.has(key)).map(([, { pk, sk }]) => ({ pk, sk }));
      const changed = [...before].filter(
        ([key, item]) => JSON.stringify(present.get(key)) !== JSON.stringify(item),
      );
      const requests = [
        ...gone.map((Key) => ({ DeleteRequest: { Key } })),
        ...changed.map(([, Item]) => ({ PutRequest: { Item } })),
      ];
      for (let at = 0; at < requests.length; at += 25) {
        const RequestItems = { [tableName]: requests.slice(at, at + 25) };
        await real.client.send(new BatchWriteCommand({ RequestItems }));
      }
      told.clear();
    },
    /** How things read without the ids and moments that differ from run to run. */
    plain: (kind: string, things: Iterable<unknown>): string[] => {
      const known = new Set(JSON.stringify([...before]).match(uuid));
      return [...things].map((thing) => `${kind} ${plainly(thing, known)}`).sort();
    },
  };
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

function plainly(thing: unknown, known: ReadonlySet<string>): string {
  return JSON.stringify(sorted(thing))
    .replaceAll(uuid, (id) => (known.has(id) ? id : '<id>'))
    .replaceAll(/deleted-[a-z0-9]{26}/g, '<pseudonym>')
    .replaceAll(/DUE#\d+/g, 'DUE#<bucket>')
    .replaceAll(/callback-\d+/g, '<callback>')
    .replaceAll(/"salt":"[\w-]{22}"/g, '"salt":"<salt>"')
    .replaceAll(/[0-9a-f]{32}/g, '<digest>')
    .replaceAll(/(?<![0-9A-Z])[0-9A-HJKMNP-TV-Z]{26}(?![0-9A-Z])/g, '<number>');
}

function sorted(value: unknown): unknown {
  if (value instanceof Set) return [...value].sort();
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, sorted(inner)]),
  );
}
