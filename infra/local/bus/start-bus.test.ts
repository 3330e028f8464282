import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, SQSEvent } from 'aws-lambda';
import { expect, it, onTestFinished, vi } from 'vitest';

import { startTestTable } from '#functions/testing/local-table.ts';

import { startEngine } from '../dynamodb/engine.ts';
import { createTable } from '../dynamodb/table.ts';
import { defaultRules, mailQueue } from './rules.ts';
import { startBus } from './start-bus.ts';
import type { BusOptions } from './start-bus.ts';
import { testClock } from './tests/test-clock.ts';
import { enrich, envelope, indexes, streamsClient, writeEvent, writeEvents } from './tests/test-events.ts';

type Given = { table: Awaited<ReturnType<typeof startTestTable>>; stateDir: string };

async function setup(options: Partial<BusOptions> = {}, given?: Given) {
  const table = given?.table ?? (await startTestTable());
  const stateDir = given?.stateDir ?? (await mkdtemp(join(tmpdir(), 'bus-')));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const received: number[] = [];
  const clock = testClock({ running: true });
  const bus = await startBus({
    stateDir,
    streams: streamsClient(table.endpoint),
    tableName: table.tableName,
    enrich,
    rules: defaultRules.filter(({ target }) => target === 'log' || target.queue === mailQueue),
    queues: [
      {
        name: mailQueue,
        concurrency: 1,
        consumer: (event) => Promise.resolve(void received.push(...indexes(event))),
      },
    ],
    clock,
    ...options,
  });
  onTestFinished(async () => {
    await bus.close();
    vi.restoreAllMocks();
    await rm(stateDir, { recursive: true, force: true });
  });
  const write = (index: number) => writeEvent(table.client, table.tableName, envelope(index));
  const logged = async () => {
    const text = await readFile(join(stateDir, 'bus', 'events.log'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
  };
  return { table, stateDir, bus, clock, received, write, logged };
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

it('carries committed events to the queue in their order, and to the log without their data or whose they are', async () => {
  const { bus, received, write, logged } = await setup();
  for (const index of upTo(25)) await write(index);
  await bus.idle();

  expect(received).toEqual(upTo(25));
  const lines = await logged();
  expect(lines).toHaveLength(25);
  expect(lines[0]).toEqual({
    time: expect.stringMatching(/^2026-05-12T12:00:\d\dZ$/),
    type: 'latchkey.profile.changed',
    eventId: expect.any(String),
    companyId: null,
    actor: 'account',
    version: 1,
  });
  expect(JSON.stringify(lines)).not.toMatch(/"ada"|example\.com|203\.0\.113/);
});

it('hands consumers the event that the deployed bus would', async () => {
  const events: SQSEvent[] = [];
  const { bus, table } = await setup({
    queues: [{ name: mailQueue, consumer: (event) => Promise.resolve(void events.push(event)) }],
  });
  const event = envelope(1);
  await writeEvent(table.client, table.tableName, event);
  await bus.idle();
  expect(JSON.parse(events[0]?.Records[0]?.body ?? '')).toMatchObject({
    version: '0',
    source: 'latchkey',
    'detail-type': event.type,
    detail: event,
  });
});

it('carries nothing but new event items', async () => {
  const seen: DynamoDBRecord[] = [];
  const { bus, table, received, write } = await setup({
    enrich: (changes) => {
      seen.push(...changes);
      return enrich(changes);
    },
  });
  const { client, tableName: TableName } = table;
  const other = { pk: { S: 'ACCOUNT#ada' }, sk: { S: 'ACCOUNT' } };
  const event = envelope(1);
  await client.send(new PutItemCommand({ TableName, Item: other }));
  await writeEvent(client, TableName, event);
  await writeEvent(client, TableName, event);
  await writeEvent(client, TableName, { ...event, version: 2 });
  await client.send(
    new DeleteItemCommand({ TableName, Key: { pk: { S: 'EVENTS#ada' }, sk: { S: event.id } } }),
  );
  await write(2);
  await bus.idle();
  expect(received).toEqual([1, 2]);
  expect(seen.map(({ eventName }) => eventName)).toEqual(['INSERT', 'INSERT']);
});

it('tries the pipe again until it succeeds, and lets nothing overtake', async () => {
  let down = true;
  const { bus, received, write } = await setup({
    enrich: (changes) => (down ? Promise.reject(new Error('down')) : enrich(changes)),
  });
  for (const index of upTo(12)) await write(index);
  await sleep(300);
  expect(received).toEqual([]);
  down = false;
  await bus.idle();
  expect(received).toEqual(upTo(12));
});

it('makes a dead letter of the one record that can never be carried', async () => {
  const { bus, clock, received, write } = await setup({
    enrich: (changes) =>
      changes.some((change) => JSON.stringify(change).includes('\\"index\\":5,'))
        ? Promise.reject(new Error('poison'))
        : enrich(changes),
  });
  for (const index of upTo(9)) await write(index);
  const impatience = setInterval(() => clock.advance(10_000), 5);
  await bus.idle();
  clearInterval(impatience);
  expect(received).toEqual([0, 1, 2, 3, 4, 6, 7, 8]);
  expect(bus.deadLetters('outbox')).toHaveLength(1);
  expect(bus.deadLetters('outbox')[0]?.body).toContain('\\"index\\":5,');
});

it('refuses what the enrichment makes of a record when it is no envelope', async () => {
  const { bus, clock, write, received } = await setup({
    enrich: (changes) => Promise.resolve(changes.map(() => ({ type: 'latchkey.x' }))),
  });
  await write(0);
  const impatience = setInterval(() => clock.advance(10_000), 5);
  await bus.idle();
  clearInterval(impatience);
  expect(received).toEqual([]);
  expect(bus.deadLetters('outbox')).toHaveLength(1);
});

it('takes events from outside, and sends each to the targets of its rules only', async () => {
  const types: string[] = [];
  const note = (prefix: string) => (event: SQSEvent) =>
    Promise.resolve(
      void types.push(
        ...event.Records.map(({ body }) => `${prefix} ${String(JSON.parse(body)['detail-type'])}`),
      ),
    );
  const { bus } = await setup({
    rules: [
      { name: 'feedback', pattern: { source: ['aws.ses'] }, target: { queue: 'feedback' } },
      { name: 'requests', pattern: { 'detail-type': [{ prefix: 'shop.' }] }, target: { queue: 'requests' } },
    ],
    queues: [
      { name: 'feedback', consumer: note('feedback') },
      { name: 'requests', consumer: note('requests') },
    ],
  });
  await bus.put({ source: 'aws.ses', detailType: 'Email Bounced', detail: {} });
  await bus.put({ source: 'shop', detailType: 'shop.ordered', detail: {} });
  await bus.put({ source: 'shop', detailType: 'other', detail: {} });
  await bus.idle();
  expect(types.sort()).toEqual(['feedback Email Bounced', 'requests shop.ordered']);
});

it('does not start with a rule whose queue is missing', async () => {
  await expect(setup({ queues: [] })).rejects.toThrow('There is no queue "mail".');
});

it('goes on where it was after a restart, and begins anew with a new table', async () => {
  const first = await setup();
  for (const index of upTo(3)) await first.write(index);
  await first.bus.idle();
  await first.bus.close();
  await first.write(3);

  const second = await setup({}, first);
  await second.bus.idle();
  expect(second.received).toEqual([3]);
  await second.bus.close();

  const third = await setup({}, { ...first, table: await startTestTable() });
  await third.write(4);
  await third.bus.idle();
  expect(third.received).toEqual([4]);
});

it(
  'loses nothing that was committed when its process is killed, at any of many moments',
  { timeout: 60_000 },
  async () => {
    const { table, stateDir, bus } = await setup();
    await bus.close();
    const doneFile = join(stateDir, 'done');
    const handled = async () => {
      const text = existsSync(doneFile) ? await readFile(doneFile, 'utf8') : '';
      return text.split('\n').slice(0, -1).map(Number);
    };

    const total = 180;
    const program = join(import.meta.dirname, 'tests', 'bus-process.ts');
    for (const [round, waits] of [80, 20, 0].entries()) {
      const args = [program, stateDir, table.endpoint, table.tableName, doneFile];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
      const before = (await handled()).length;
      const events = upTo(total / 3).map((index) => envelope(round * 60 + index));
      const written = writeEvents(table.client, table.tableName, events);
      await expect.poll(async () => (await handled()).length, { interval: 2 }).toBeGreaterThan(before);
      await sleep(waits);
      child.kill('SIGKILL');
      await Promise.all([written, new Promise((resolve) => child.once('exit', resolve))]);
    }
    expect(new Set(await handled()).size).toBeLessThan(total);

    const last = await setup({}, { table, stateDir });
    await last.bus.idle();
    const all = new Set([...(await handled()), ...last.received]);
    expect([...all].sort((one, other) => one - other)).toEqual(upTo(total));
  },
);

it('goes on when the table was away', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bus-engine-'));
  const databaseFile = join(folder, 'db');
  const engine = await startEngine({ databaseFile });
  const client = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const table = { client, endpoint: engine.endpoint, tableName: 'latchkey' };
  await createTable(client, table.tableName);
  const { bus, received, write } = await setup({}, { table, stateDir: folder });
  await write(0);
  await bus.idle();

  await engine.close();
  await sleep(300);
  const again = await startEngine({ databaseFile, port: engine.port });
  onTestFinished(() => again.close());
  await write(1);
  await bus.idle();
  expect(received).toEqual([0, 1]);
});
