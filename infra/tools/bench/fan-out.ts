import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { NotificationType } from '#events/notifications/notification-type.ts';
import { sampleRequest } from '#events/notifications/sample-request.ts';
import { missedCall } from '#events/notifications/types/missed-call.ts';
import { newFeature } from '#events/notifications/types/new-feature.ts';
import { startPipeline } from '#functions/testing/pipeline.ts';
import { startDynamoDb } from '#infra/local/dynamodb/start-dynamodb.ts';
import type { Row } from './table.ts';

/** What is told to how many: at its defaults one type goes into inboxes alone, the other by mail and push, too. */
const trials = [
  { type: newFeature, channels: 'inbox', members: 1000 },
  { type: newFeature, channels: 'inbox', members: 10_000 },
  { type: missedCall, channels: 'inbox, mail, push', members: 500 },
] as const;

interface FanOut {
  readonly seconds: number;
  /** What this process computed, whatever else the machine did, in milliseconds. */
  readonly cpu: number;
  readonly deliveries: number;
  readonly calls: number;
  readonly reads: number;
  /** Growth of the heap and of the whole process at their peaks, in bytes. */
  readonly heap: number;
  readonly process: number;
}

/** Notes the peaks of this process's memory, from what it holds now. */
function watchMemory(): () => { heap: number; process: number } {
  globalThis.gc?.();
  const before = process.memoryUsage();
  const most = { ...before };
  const look = () => {
    const { heapUsed, rss } = process.memoryUsage();
    most.heapUsed = Math.max(most.heapUsed, heapUsed);
    most.rss = Math.max(most.rss, rss);
  };
  const watch = setInterval(look, 20);
  return () => {
    clearInterval(watch);
    look();
    return { heap: most.heapUsed - before.heapUsed, process: most.rss - before.rss };
  };
}

/** One notification to so many members of a company: from the queue of requests to the last inbox. */
async function fanOut(endpoint: string, type: NotificationType, members: number): Promise<FanOut> {
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const pipeline = await startPipeline({ table: { client, tableName: 'bench' } });
  const { company, publish, run, queues, counter, senders } = pipeline;
  let handedOver = 0;
  const take = () => {
    handedOver += 1;
    return Promise.resolve({ ok: true as const });
  };
  Object.assign(senders, { email: take, push: take, sms: take });
  const { companyId } = await company(Array.from({ length: members }, () => 'member' as const));
  publish({ ...sampleRequest(type, companyId), id: companyId });
  counter.take();
  const memory = watchMemory();
  const [started, computed] = [performance.now(), process.cpuUsage()];
  await run('requests');
  while (queues.deliveries.length > 0) await run('deliveries');
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(computed);
  const { calls } = counter.take();
  const reads = calls.filter((name) => name === 'BatchGetItem').length;
  client.destroy();
  const cpu = (user + system) / 1000;
  return { seconds, cpu, deliveries: members + handedOver, calls: calls.length, reads, ...memory() };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/**
 * Has everybody in a company told of something, over the local engine on a file; nothing is really mailed. The last
 * column is how many times as much is computed for ten times as many members: 10 is linear.
 */
export async function fanOutRows(): Promise<Row[]> {
  const stateDir = await mkdtemp(join(tmpdir(), 'latchkey-fan-out-'));
  const rows: Row[] = [];
  const before = new Map<string, number>();
  for (const [index, { type, channels, members }] of trials.entries()) {
    const folder = join(stateDir, String(index));
    const engine = await startDynamoDb({ stateDir: folder, tableName: 'bench', recordsTableName: 'records' });
    // What runs for the first time is compiled on the way: the smaller one would seem slower than it is.
    if (index === 0) await fanOut(engine.endpoint, type, 500);
    const done = await fanOut(engine.endpoint, type, members);
    await engine.close();
    const tenth = before.get(`${channels} ${String(members / 10)}`);
    before.set(`${channels} ${String(members)}`, done.cpu);
    rows.push({
      name: `${channels}, ${members.toLocaleString('en')} members`,
      figures: [
        `${done.seconds.toFixed(1)} s`,
        (done.deliveries / done.seconds).toFixed(0),
        `${(done.cpu / done.deliveries).toFixed(2)} ms`,
        (done.calls / members).toFixed(1),
        (done.reads / (members / 100)).toFixed(2),
        megabytes(done.heap),
        megabytes(done.process),
        tenth === undefined ? '' : `× ${(done.cpu / tenth).toFixed(1)}`,
      ],
    });
  }
  await rm(stateDir, { recursive: true, force: true });
  return rows;
}
