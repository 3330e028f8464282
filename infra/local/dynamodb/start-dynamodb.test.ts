import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { sweepExpired } from './expiry-sweep.ts';
import { localClient } from './local-client.ts';
import { startDynamoDb } from './start-dynamodb.ts';
import type { DynamoDb } from './start-dynamodb.ts';

const tableName = 'latchkey';
let folder: string;
let dynamodb: DynamoDb;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-dynamodb-'));
  dynamodb = await startDynamoDb({ stateDir: folder, tableName, recordsTableName: 'records' });
});
afterEach(async () => {
  await dynamodb.close();
  rmSync(folder, { recursive: true });
});

const put = (pk: string, more = {}) =>
  dynamodb.client.send(
    new PutItemCommand({ TableName: tableName, Item: { pk: { S: pk }, sk: { S: 'x' }, ...more } }),
  );
const keys = async () => {
  const { Items = [] } = await dynamodb.client.send(new ScanCommand({ TableName: tableName }));
  return Items.map((item) => item['pk']?.S).sort();
};
const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
async function until(condition: () => boolean) {
  for (let tries = 0; !condition() && tries < 100; tries += 1) await sleep(20);
}

it('has the table with its index, stream and time to live', async () => {
  const { Table } = await dynamodb.client.send(new DescribeTableCommand({ TableName: tableName }));
  expect(Table).toMatchObject({
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    GlobalSecondaryIndexes: [{ IndexName: 'gsi1' }],
  });
  const ttl = await dynamodb.client.send(new DescribeTimeToLiveCommand({ TableName: tableName }));
  expect(ttl.TimeToLiveDescription).toMatchObject({ AttributeName: 'expiresAtSeconds' });
});

it('looks up the next sequence number of the stream by an index', () => {
  const database = new DatabaseSync(join(folder, 'dynamodb/table.sqlite'));
  const plan = database
    .prepare(
      'EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 FROM _stream_records WHERE table_name = ?',
    )
    .all(tableName);
  database.close();
  expect(JSON.stringify(plan)).toContain('latchkey_stream_order');
});

it('keeps its items over a restart', async () => {
  await put('kept');
  await dynamodb.close();
  dynamodb = await startDynamoDb({ stateDir: folder, tableName, recordsTableName: 'records' });
  expect(await keys()).toEqual(['kept']);
});

it('is down, hangs, and is up again at the same address', async () => {
  await put('before');
  const { endpoint } = dynamodb;
  const first = dynamodb.pid();

  await dynamodb.fault('down');
  expect(isAlive(first)).toBe(false);
  await expect(keys()).rejects.toThrow('ECONNREFUSED');

  await dynamodb.fault('hang');
  const hanging = keys();
  const outcome = await Promise.race([hanging, sleep(150, 'hangs')]);
  expect(outcome).toBe('hangs');

  await dynamodb.fault('up');
  expect(await hanging).toEqual(['before']);
  expect(dynamodb.endpoint).toBe(endpoint);
  await put('after');
  expect(await keys()).toEqual(['after', 'before']);
});

it('is started again when it ends by itself', async () => {
  const first = dynamodb.pid();
  process.kill(first, 'SIGKILL');
  await until(() => dynamodb.pid() !== first);
  expect(await keys()).toEqual([]);
});

it('sweeps what expired a while ago, and nothing else', async () => {
  const now = Date.now();
  const at = (seconds: number) => ({ expiresAtSeconds: { N: String(Math.floor(now / 1000) + seconds) } });
  await put('long expired', at(-7200));
  await put('just expired', at(-60));
  await put('to come', at(60));
  await put('for ever');
  expect(await sweepExpired(dynamodb.client, tableName, now)).toBe(1);
  expect(await keys()).toEqual(['for ever', 'just expired', 'to come']);
  expect(await sweepExpired(dynamodb.client, tableName, now + 8 * 86_400_000)).toBe(2);
});

it('ends its engine with the process, even when that is killed or the engine is paused', async () => {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { startEngine } = await import(${JSON.stringify(new URL('engine.ts', import.meta.url).href)});
       const engines = [await startEngine(), await startEngine()];
       engines[1].pause();
       console.log(JSON.stringify(engines.map(({ pid }) => pid)));
       setInterval(() => undefined, 1000);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  const pids = JSON.parse(text.toString()) as number[];
  expect(pids.map(isAlive)).toEqual([true, true]);
  child.kill('SIGKILL');
  await until(() => !pids.some(isAlive));
  expect(pids.map(isAlive)).toEqual([false, false]);
});

it('can be reached by another client', async () => {
  await put('shared');
  const { Count } = await localClient(dynamodb.endpoint).send(new ScanCommand({ TableName: tableName }));
  expect(Count).toBe(1);
});
