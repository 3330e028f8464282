import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DeleteCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { openTable, type Table } from '#functions/shared/aws/table-client.ts';
import { shardsOf } from '#functions/shared/records/categories.ts';
import { eraseRecords } from '#functions/shared/records/erase-records.ts';
import { recordPartitions } from '#functions/shared/records/record-key.ts';
import { putRecords } from '#functions/shared/records/record-store.ts';
import * as v from 'valibot';
import { compactPartitions } from '#functions/testing/compact-partitions.ts';
import { limitedTable, writesPerSecond } from '#functions/testing/limited-table.ts';
import type { Partitions } from '#functions/testing/memory-table.ts';
import { type SimulatedClock, simulatedClock } from '#functions/testing/simulated-clock.ts';
import { memoryRecordings } from '#functions/testing/test-records.ts';
import { startDynamoDb } from '#infra/local/dynamodb/start-dynamodb.ts';
import { median, type Row } from './table.ts';

const companyId = 'company';
const category = 'call-logs';

setFlagsFromString('--expose-gc');
const collect = v.parse(v.function(), runInNewContext('gc'));
const heap = (): number => {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};

/** All that is measured of one way to erase. */
interface Way {
  readonly name: string;
  readonly records: number;
  readonly shards: number;
  /** Where the records are: ours are spread, a naive table has them under one key. */
  readonly spread: boolean;
  readonly erase: (table: Table, clock: SimulatedClock, tell: (erased: number) => void) => Promise<unknown>;
}

async function measure({ name, records, shards, spread, erase }: Way): Promise<Row> {
  const clock = simulatedClock();
  const compact = compactPartitions(companyId, category, records);
  const partitions = spread ? compact : asOne(compact);
  const table = limitedTable(partitions, clock);
  const heaps: number[] = [];
  let looked = 0;
  await clock.run(() =>
    erase(table, clock, (erased) => {
      // At each tenth of the way.
      if (erased < ((looked + 1) * records) / 10) return;
      looked += 1;
      heaps.push(heap());
    }),
  );
  if (compact.left() > 0) throw new Error(`${name} left ${String(compact.left())} records`);
  const seconds = clock.now() / 1000;
  const floor = records / (shards * writesPerSecond);
  return {
    name,
    figures: [
      records.toLocaleString('en'),
      `${seconds.toFixed(0)} s`,
      (records / seconds).toFixed(0),
      (floor / seconds).toFixed(3),
      `${(heaps[0] ?? 0).toFixed(0)} … ${Math.max(...heaps).toFixed(0)} MB`,
    ],
  };
}

/** The records of all partitions under one key. */
function asOne(compact: Partitions): Partitions {
  const keys = recordPartitions(companyId, category);
  const places = new Map<string, string>();
  return {
    ...compact,
    page: (pk, _after, most) => {
      for (const key of keys) {
        const items = compact.page(key, '', most);
        if (items.length === 0) continue;
        for (const item of items) places.set(String(item['sk']), key);
        return items.map((item) => ({ ...item, pk }));
      }
      return [];
    },
    delete: (_pk, sk) => {
      compact.delete(places.get(sk) ?? '', sk);
      places.delete(sk);
    },
  };
}

async function firstPage({ client, name }: Table): Promise<string[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': 'all' },
    }),
  );
  return Items.map((item) => String(item['sk']));
}

/** What one writes first: read a page, delete its items one after the other. */
async function oneByOne(table: Table, _clock: SimulatedClock, tell: (erased: number) => void) {
  let erased = 0;
  for (let ids = await firstPage(table); ids.length > 0; ids = await firstPage(table)) {
    for (const sk of ids) {
      await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk: 'all', sk } }));
      tell((erased += 1));
    }
  }
}

const leftSchema = v.array(
  v.object({ DeleteRequest: v.object({ Key: v.object({ pk: v.string(), sk: v.string() }) }) }),
);

/** What one writes next: batches of 25, what is left over once more after a moment; all under one key. */
async function unsharded({ client, name }: Table, { sleep }: SimulatedClock, tell: (erased: number) => void) {
  let erased = 0;
  for (let ids = await firstPage({ client, name }); ids.length > 0; ids = await firstPage({ client, name })) {
    for (let at = 0; at < ids.length; at += 25) {
      let left = ids.slice(at, at + 25).map((sk) => ({ DeleteRequest: { Key: { pk: 'all', sk } } }));
      while (left.length > 0) {
        const asked = left.length;
        const answer = await client
          .send(new BatchWriteCommand({ RequestItems: { [name]: left } }))
          .catch(() => ({ UnprocessedItems: { [name]: left } }));
        left = v.parse(leftSchema, answer.UnprocessedItems?.[name] ?? []);
        tell((erased += asked - left.length));
        if (left.length > 0) await sleep(50);
      }
    }
  }
}

/** A million records erased on simulated time, against a table that has DynamoDB's limits, beside what is naive. */
export async function erasureThroughputRows(): Promise<Row[]> {
  const million = 1_000_000;
  return [
    await measure({
      name: 'Latchkey',
      records: million,
      shards: shardsOf(category),
      spread: true,
      erase: (records, { sleep }, tell) => {
        const deps = { records, recordings: memoryRecordings(), sleep };
        return eraseRecords(deps, { companyId, categories: [category] }, tell);
      },
    }),
    await measure({
      name: 'batches, unsharded',
      records: million,
      shards: 1,
      spread: false,
      erase: unsharded,
    }),
    await measure({
      name: 'DeleteItem, one by one',
      records: 100_000,
      shards: 1,
      spread: false,
      erase: oneByOne,
    }),
  ];
}

const local = 100_000;
const tenth = 10_000;

/** The same eraser over the local engine on a file: how long each further ten thousand take. */
export async function localErasureRows(): Promise<Row[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'latchkey-erasure-'));
  const engine = await startDynamoDb({ stateDir, tableName: 'bench', recordsTableName: 'records' });
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const deps = { records: openTable('records', client), recordings: memoryRecordings(), sleep: wait };
  for (let first = 0; first < local; first += tenth) {
    const placed = Array.from({ length: tenth }, (_, index) => ({
      companyId,
      category: 'call-logs' as const,
      record: { recordId: `call-${String(first + index)}`, at: '2026-11-26T09:00:00.000Z', data: {} },
    }));
    await putRecords(deps, placed);
  }
  const times: number[] = [];
  let [begun, next] = [performance.now(), tenth];
  await eraseRecords(deps, { companyId, categories: [category] }, (erased) => {
    if (erased < next) return;
    times.push(performance.now() - begun);
    [begun, next] = [performance.now(), next + tenth];
  });
  await engine.close();
  await rm(stateDir, { recursive: true, force: true });
  const milliseconds = (time: number | undefined) => `${(time ?? Number.NaN).toFixed(0)} ms`;
  return [
    {
      name: `${local.toLocaleString('en')} records`,
      figures: [times[0], median(times), times.at(-1), Math.max(...times)].map(milliseconds),
    },
  ];
}
