import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  GetQueueAttributesCommand,
  ListQueuesCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { expect, it, onTestFinished, vi } from 'vitest';

import { openQueue } from '../bus/queue.ts';
import { testClock } from '../bus/tests/test-clock.ts';
import { arnOf, deadLettersOf, queueUrl } from './operations.ts';
import { startSqs } from './start-sqs.ts';

async function setup() {
  const folder = await mkdtemp(join(tmpdir(), 'sqs-'));
  const handled: string[] = [];
  let failing = false;
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const queue = await openQueue(folder, testClock(), {
    name: 'letters',
    maxReceives: 1,
    consumer: ({ Records }) => {
      if (failing) return Promise.reject(new Error('away'));
      handled.push(...Records.map(({ body }) => body));
      return Promise.resolve(undefined);
    },
  });
  const sqs = await startSqs();
  sqs.connect(new Map([['letters', queue]]));
  onTestFinished(async () => {
    await Promise.all([queue.close(), sqs.close()]);
    await rm(folder, { recursive: true, force: true });
    vi.restoreAllMocks();
  });
  const client = new SQSClient({
    endpoint: sqs.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const url = queueUrl(sqs.endpoint, 'letters');
  const deadUrl = queueUrl(sqs.endpoint, deadLettersOf('letters'));
  const countOf = async (QueueUrl: string) => {
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
    );
    return Attributes?.ApproximateNumberOfMessages;
  };
  return {
    client,
    queue,
    handled,
    url,
    deadUrl,
    countOf,
    fail: (value: boolean) => {
      failing = value;
    },
  };
}

it('hands on what is sent, one by one or ten at a time', async () => {
  const { client, queue, handled, url } = await setup();
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'first' }));
  const Entries = Array.from({ length: 10 }, (_, at) => ({ Id: String(at), MessageBody: `message ${at}` }));
  const { Successful, Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: url, Entries }));
  expect([Successful?.length, Failed]).toEqual([10, []]);
  await queue.idle();
  expect(handled).toHaveLength(11);
});

it('keeps what is sent to the dead letters, with its attributes, until it is sent back', async () => {
  const { client, queue, handled, deadUrl, countOf } = await setup();
  const MessageAttributes = { reason: { DataType: 'String', StringValue: 'unknown-type' } };
  await client.send(new SendMessageCommand({ QueueUrl: deadUrl, MessageBody: 'refused', MessageAttributes }));
  expect(queue.deadLetters()).toMatchObject([{ body: 'refused', attributes: { reason: 'unknown-type' } }]);
  expect(await countOf(deadUrl)).toBe('1');
  await client.send(new StartMessageMoveTaskCommand({ SourceArn: arnOf(deadLettersOf('letters')) }));
  await queue.idle();
  expect([handled, await countOf(deadUrl)]).toEqual([['refused'], '0']);
});

it('sends dead letters back with all their tries before them', async () => {
  const { client, queue, handled, url, fail } = await setup();
  fail(true);
  await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'unlucky' }));
  await queue.idle();
  expect(queue.deadLetters()).toHaveLength(1);
  await queue.redrive();
  await queue.idle();
  expect(queue.deadLetters()).toHaveLength(1);
  fail(false);
  await queue.redrive();
  await queue.idle();
  expect([handled, queue.deadLetters()]).toEqual([['unlucky'], []]);
});

it('lists its queues, and which dead letters belong to which', async () => {
  const { client, url, deadUrl } = await setup();
  const { QueueUrls } = await client.send(new ListQueuesCommand({ QueueNamePrefix: 'latchkey-local-' }));
  expect(QueueUrls).toEqual([url, deadUrl]);
  expect((await client.send(new ListQueuesCommand({ QueueNamePrefix: 'other-' }))).QueueUrls).toEqual([]);
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toEqual({
    deadLetterTargetArn: arnOf(deadLettersOf('letters')),
  });
});

it('refuses as SQS does', async () => {
  const { client, url } = await setup();
  const Entries = Array.from({ length: 11 }, (_, at) => ({ Id: String(at), MessageBody: 'x' }));
  const refused = (command: any) =>
    client.send(command).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.name : error),
    );
  expect(await refused(new SendMessageCommand({ QueueUrl: `${url}-other`, MessageBody: 'x' }))).toBe(
    'QueueDoesNotExist',
  );
  expect(await refused(new SendMessageBatchCommand({ QueueUrl: url, Entries }))).toBe(
    'TooManyEntriesInBatchRequest',
  );
  expect(await refused(new SendMessageBatchCommand({ QueueUrl: url, Entries: [] }))).toBe(
    'EmptyBatchRequest',
  );
  expect(await refused(new StartMessageMoveTaskCommand({ SourceArn: arnOf('letters') }))).toBe(
    'InvalidParameterValue',
  );
  const long = 'x'.repeat(1024 * 1024 + 1);
  expect(await refused(new SendMessageCommand({ QueueUrl: url, MessageBody: long }))).toBe(
    'BatchRequestTooLong',
  );
});
