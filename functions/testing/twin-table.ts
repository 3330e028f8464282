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
  /** Ids that there were before; and how things read, which is asked of the same ones again and again. */
  let ids: ReadonlySet<string> | undefined;
  const known = () => (ids ??= new Set(JSON.stringify([...before]).match(uuid)));
  const plainTexts = new Map<string, string>();
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
      ids = undefined;
      plainTexts.clear();
      told.clear();
    },
    /** All of it as of the last look at it, to be restored later. */
    kept: (): Kept => ({ items: present, told: new Map(told) }),
    /** Makes it what it was, at first or when it was kept; what there is now is known from the last look at it. */
    restore: async (kept?: Kept) => {
      const wanted = kept?.items ?? before;
      const gone = [...present].filter(([key]) => !wanted.has(key)).map(([, { pk, sk }]) => ({ pk, sk }));
      const changed = [...wanted].filter(
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
      present = new Map(wanted);
      told.clear();
      for (const [id, item] of kept?.told ?? []) told.set(id, item);
    },
    /** How things read without the ids and moments that differ from run to run. */
    plain: (kind: string, things: Iterable<unknown>): string[] => {
      const plain = (thing: unknown) => {
        const text = JSON.stringify(thing, setsAsLists);
        const found = plainTexts.get(text) ?? plainly(thing, known());
        plainTexts.set(text, found);
        return found;
      };
      return [...things].map((thing) => `${kind} ${plain(thing)}`).sort();
    },
  };
}

/** What there was at a moment. */
export interface Kept {
  readonly items: ReadonlyMap<string, Item>;
  readonly told: ReadonlyMap<string, Item>;
}

const setsAsLists = (_: string, value: unknown) => (value instanceof Set ? [...value].sort() : value);

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
