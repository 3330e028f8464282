import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { SQSEvent } from 'aws-lambda';
import { expect, it, onTestFinished, vi } from 'vitest';

import { openMessageStore } from './message-store.ts';
import { openQueue } from './queue.ts';
import type { QueueOptions } from './queue.ts';
import { testClock } from './tests/test-clock.ts';

/** A queue that has these messages from the start, so that they come in one batch. */
async function setup(
  options: Partial<QueueOptions> = {},
  messages: string[] = [],
  given?: { folder: string },
) {
  const folder = given?.folder ?? (await mkdtemp(join(tmpdir(), 'queue-')));
  const store = await openMessageStore(join(folder, 'mail'));
  for (const body of messages) await store.add(body, Date.parse('2026-05-12T12:00:00Z'));
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const batches: string[][] = [];
  const clock = testClock();
  const consume = options.consumer ?? (() => Promise.resolve(undefined));
  const queue = await openQueue(folder, clock, {
    name: 'mail',
    ...options,
    consumer: (event) => {
      batches.push(bodies(event));
      return consume(event);
    },
  });
  onTestFinished(async () => {
    await queue.close();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true, force: true });
  });
  const stored = () => readdir(join(folder, 'mail'));
  return { folder, queue, clock, batches, stored };
}

const bodies = (event: SQSEvent) => event.Records.map(({ body }) => body);
const failing = (event: SQSEvent, ...wrong: string[]) => ({
  batchItemFailures: event.Records.filter(({ body }) => wrong.includes(body)).map(({ messageId }) => ({
    itemIdentifier: messageId,
  })),
});
const numbered = (count: number) => Array.from({ length: count }, (_, index) => String(index));

it('hands out messages once, in batches of ten, in the form that Lambda gets', async () => {
  const events: SQSEvent[] = [];
  const consumer = (event: SQSEvent) => Promise.resolve(void events.push(event));
  const { queue, batches, stored } = await setup({ consumer }, numbered(23));
  await queue.idle();

  expect(batches.map((batch) => batch.length).sort()).toEqual([10, 10, 3]);
  expect(batches.flat().sort()).toEqual(numbered(23).sort());
  expect(await stored()).toEqual([]);
  expect(events[0]?.Records[0]).toMatchObject({
    messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(Date.parse('2026-05-12T12:00:00Z')) },
    eventSource: 'aws:sqs',
  });
});

it('hands out again, after a wait, only the messages that the handler named as failed', async () => {
  let broken = true;
  const consumer = (event: SQSEvent) =>
    Promise.resolve(broken ? failing(event, 'b') : { batchItemFailures: [] });
  const { queue, clock, batches, stored } = await setup({ consumer, retrySeconds: [60] }, ['a', 'b', 'c']);
  await queue.idle();
  expect(batches).toEqual([['a', 'b', 'c']]);
  expect(await stored()).toHaveLength(1);

  broken = false;
  clock.advance(59_000);
  await queue.idle();
  expect(batches).toHaveLength(1);
  clock.advance(1000);
  await queue.idle();
  expect(batches).toEqual([['a', 'b', 'c'], ['b']]);
  expect(await stored()).toEqual([]);
});

it('does not need the clock to be moved', async () => {
  const { folder } = await setup();
  let tries = 0;
  const queue = await openQueue(folder, testClock({ running: true }), {
    name: 'patient',
    retrySeconds: [0.05],
    consumer: () => {
      tries += 1;
      return tries < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve();
    },
  });
  await queue.send('a');
  await expect.poll(() => tries).toBe(3);
  await queue.close();
});

it.each([
  ['throws', () => Promise.reject(new Error('crash'))],
  [
    'throws at once',
    () => {
      throw new Error('crash');
    },
  ],
  ['returns what is no answer', () => Promise.resolve({ batchItemFailures: 'all' })],
  [
    'names a message of another batch',
    () => Promise.resolve({ batchItemFailures: [{ itemIdentifier: 'x' }] }),
  ],
  ['names no message', () => Promise.resolve({ batchItemFailures: [{ itemIdentifier: '' }] })],
  ['never ends', () => new Promise(() => undefined)],
])('counts the whole batch as failed when the handler %s', async (_what, broken) => {
  let call = 0;
  const consumer = () => (++call === 1 ? broken() : Promise.resolve());
  const options = { consumer, retrySeconds: [1], timeoutSeconds: 0.1 } as const;
  const { queue, clock, batches } = await setup(options, ['a', 'b']);
  await queue.idle();
  clock.advance(1000);
  await queue.idle();
  expect(batches).toEqual([
    ['a', 'b'],
    ['a', 'b'],
  ]);
});

it('keeps a message that always fails as a dead letter, after its last try, and across a restart', async () => {
  const { folder, queue, clock, batches, stored } = await setup({
    consumer: (event) => Promise.resolve(failing(event, 'bad')),
    maxReceives: 3,
    retrySeconds: [1],
  });
  await queue.send('bad');
  await queue.send('good');
  for (let round = 0; round < 6; round += 1) {
    await queue.idle();
    clock.advance(1000);
  }
  expect(batches.flat().filter((body) => body === 'bad')).toHaveLength(3);
  expect(queue.deadLetters()).toMatchObject([{ body: 'bad', receives: 3 }]);
  expect(await stored()).toEqual([]);

  await queue.close();
  const again = await setup({}, [], { folder });
  expect(again.queue.deadLetters()).toMatchObject([{ body: 'bad', receives: 3 }]);
});

it('handles no more batches at once than it may', async () => {
  let atOnce = 0;
  let most = 0;
  const { queue } = await setup({
    batchSize: 1,
    concurrency: 3,
    consumer: async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 5));
      atOnce -= 1;
    },
  });
  await Promise.all(numbered(12).map((body) => queue.send(body)));
  await queue.idle();
  expect(most).toBe(3);
});

it('hands out again at the next start what was left, with the tries that it had', async () => {
  const { folder, queue } = await setup({
    consumer: () => Promise.reject(new Error('crash')),
    retrySeconds: [3600],
  });
  await queue.send('a');
  await queue.idle();
  await queue.close();

  const counts: string[] = [];
  const again = await setup(
    {
      consumer: (event) =>
        Promise.resolve(
          void counts.push(...event.Records.map(({ attributes }) => attributes.ApproximateReceiveCount)),
        ),
    },
    [],
    { folder },
  );
  await again.queue.idle();
  expect(again.batches).toEqual([['a']]);
  expect(counts).toEqual(['2']);
});

it('makes a dead letter at the start of a message that was tried often enough, as one that kills its process', async () => {
  const { folder, queue } = await setup({
    consumer: () => Promise.reject(new Error('crash')),
    maxReceives: 2,
    retrySeconds: [3600],
  });
  await queue.send('a');
  await queue.idle();
  await queue.close();
  const again = await setup({ maxReceives: 1 }, [], { folder });
  await again.queue.idle();
  expect(again.batches).toEqual([]);
  expect(again.queue.deadLetters()).toMatchObject([{ body: 'a', receives: 1 }]);
});
