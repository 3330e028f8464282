import { randomUUID } from 'node:crypto';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { startEngine } from '#infra/local/dynamodb/engine.ts';
import type { Engine } from '#infra/local/dynamodb/engine.ts';
import { createRecordsTable, createTable } from '#infra/local/dynamodb/table.ts';

/** A fresh, empty table on the real local engine. */
export interface TestTable {
  readonly endpoint: string;
  readonly tableName: string;
  readonly client: DynamoDBClient;
}

let engine: Promise<Engine> | undefined;

/**
 * Creates an empty table of its own for a test. The engine is started once for each test file, keeps everything in
 * memory and is stopped after it (test-engine.setup.ts): its writes get slower with all that was written before.
 */
export function startTestTable(): Promise<TestTable> {
  return startTable(createTable);
}

/** Creates an empty table of records for a test, on the same engine. */
export function startTestRecordsTable(): Promise<TestTable> {
  return startTable(createRecordsTable);
}

async function startTable(create: typeof createTable): Promise<TestTable> {
  engine ??= startEngine();
  const { endpoint } = await engine;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const tableName = `test-${randomUUID()}`;
  await create(client, tableName);
  return { endpoint, tableName, client };
}

/** Stops the engine, if there is one; the next table gets a new one. */
export async function stopTestEngine(): Promise<void> {
  const running = engine;
  engine = undefined;
  await (await running)?.close();
}
