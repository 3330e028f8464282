import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { missedCall } from '#events/notifications/types/missed-call.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import { startDynamoDb } from '#infra/local/dynamodb/start-dynamodb.ts';
import type { Row } from './table.ts';

const sizes = [1000, 4000, 10_000];

/** One notification to so many members of a company: from the queue of requests to the last inbox. */
async function fanOut(endpoint: string, tableName: string, members: number): Promise<Row> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { company, publish, run, queues, counter } = await startPipeline({ table: { client, tableName } });
  const { companyId } = await company(Array.from({ length: members }, () => 'member' as const));
  publish(sampleRequest(missedCall, companyId));
  counter.take();
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  const started = performance.now();
  await run('requests');
  while (queues.deliveries.length > 0) await run('deliveries');
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const { calls } = counter.take();
  const reads = calls.filter((name) => name === 'BatchGetItem').length;
  return {
    name: `${members.toLocaleString('en')} members`,
    figures: [
      `${seconds.toFixed(1)} s`,
      (members / seconds).toFixed(0),
      (calls.length / members).toFixed(1),
      (reads / (members / 100)).toFixed(2),
      `${((most - before) / 1e6).toFixed(0)} MB`,
    ],
  };
}

/** Inbox, mail and push for everybody in a company, over the local engine on a file; nothing is really mailed. */
export async function fanOutRows(): Promise<Row[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'latchkey-fan-out-'));
  const rows: Row[] = [];
  for (const members of sizes) {
    const folder = join(stateDir, String(members));
    const engine = await startDynamoDb({ stateDir: folder, tableName: 'bench', recordsTableName: 'records' });
    rows.push(await fanOut(engine.endpoint, 'bench', members));
    await engine.close();
  }
  await rm(stateDir, { recursive: true, force: true });
  return rows;
}
