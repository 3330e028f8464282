import { randomUUID } from 'node:crypto';

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

import { startEngine } from '#infra/local/dynamodb/engine.ts';
import type { Engine } from '#infra/local/dynamodb/engine.ts';
import { createTable } from '#infra/local/dynamodb/table.ts';

/** A fresh, empty table on the real local engine. */
export interface TestTable {
  readonly endpoint: string;
  readonly tableName: string;
  readonly client: DynamoDBClient;
}

let engine: Promise<Engine> | undefined;

/**
 * Creates an empty table of its own for a test. The engine is started once for each test file and keeps everything
 * in memory; it ends with the test's process, so there is nothing to close.
 */
export async function startTestTable(): Promise<TestTable> {
  engine ??= startEngine();
  const { endpoint } = await engine;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const tableName = `test-${randomUUID()}`;
  await createTable(client, tableName);
  return { endpoint, tableName, client };
}
