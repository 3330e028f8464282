import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { BatchWriteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import type { SQSRecord } from 'aws-lambda';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { type Envelope, envelopeSchema, eventSource } from '#events/envelope.ts';
import { notificationRequested } from '#events/notification-requested.ts';
import type { DeliverDeps, Senders } from '#functions/deliver/deps.ts';
import { handleBatch as deliver } from '#functions/deliver/handle-batch.ts';
import { type ExpandDeps, runBounds } from '#functions/expand/deps.ts';
import { handleBatch as expand } from '#functions/expand/handle-batch.ts';
import type { Account } from '#functions/shared/account-item.ts';
import { sendMessages } from '#functions/shared/aws/message-queue.ts';
import { openTable } from '#functions/shared/aws/table-client.ts';
import { commit } from '#functions/shared/aws/transaction.ts';
import { after } from '#functions/shared/clock.ts';
import type { Role } from '#functions/shared/fields.ts';
import { newIdAt } from '#functions/shared/ids.ts';
import { inParallel, inPieces } from '#functions/shared/in-parallel.ts';
import { jsonLogger } from '#functions/shared/logger.ts';
import { deferredDue, deferredMessage } from '#functions/shared/notifications/deferred-item.ts';
import { type InboxEntry, inboxEntrySchema } from '#functions/shared/notifications/inbox-item.ts';
import {
  changePreferences,
  type PreferenceChanges,
} from '#functions/shared/notifications/preference-writes.ts';
import type { Outgoing } from '#functions/shared/notifications/sender.ts';
import { eventPartitionPrefix, inboxKey } from '#functions/shared/table.ts';
import { type DueHandler, sweep } from '#functions/sweep/sweep.ts';
import { countCalls } from './call-counter.ts';
import { companyItems } from './company-items.ts';
import { startTestTable, type TestTable } from './local-table.ts';

/** A queue as these tests keep it: what waits in it, and what SQS was told beside the bodies. */
export interface Waiting {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** When it was put there; it keeps that however often it comes. Default: now. */
  sentAt?: number;
}

interface PipelineOptions {
  readonly begin?: string;
  /** Default: an empty one in memory. */
  readonly table?: Pick<TestTable, 'client' | 'tableName'>;
}

/**
 * The whole way of a notification, from the bus to inboxes and channels, over the real local table: with queues in
 * memory that a test looks into, and channels that note what they were handed.
 */
export async function startPipeline({ begin = '2026-05-12T12:00:00.000Z', ...given }: PipelineOptions = {}) {
  const { client, tableName } = given.table ?? (await startTestTable());
  const counter = countCalls(client);
  const table = openTable(tableName, client);
  let moment = new Date(begin);
  const now = () => moment;
  const newId = () => newIdAt(moment);
  const logged: string[] = [];
  const logger = jsonLogger((line) => logged.push(line));

  const queues = { requests: [] as Waiting[], refused: [] as Waiting[], deliveries: [] as Waiting[] };
  const sqsClient = new SQSClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const sqs = mockClient(sqsClient);
  const queueNamed = (url: unknown) => queues[String(url) as keyof typeof queues];
  /** SQS as it works: takes all. */
  const take = ({ QueueUrl, Entries = [] }: SendMessageBatchCommand['input']) => {
    for (const { MessageBody = '', MessageAttributes = {} } of Entries) {
      const attributes = Object.entries(MessageAttributes).map(
        ([name, { StringValue = '' }]) => [name, StringValue] as const,
      );
      const attribute = Object.fromEntries(attributes);
      queueNamed(QueueUrl).push({ id: randomUUID(), body: MessageBody, attributes: attribute });
    }
    return { Successful: Entries.map(({ Id }) => ({ Id, MessageId: randomUUID() })), Failed: [] };
  };
  sqs.on(SendMessageBatchCommand).callsFake(take);
  const queue = (url: keyof typeof queues) => ({ client: sqsClient, url });

  const sent = {
    email: [] as Outgoing<unknown>[],
    push: [] as Outgoing<unknown>[],
    sms: [] as Outgoing<unknown>[],
  };
  const note = (channel: keyof typeof sent) => (outgoing: Outgoing<unknown>) => {
    sent[channel].push(outgoing);
    return Promise.resolve({ ok: true as const });
  };
  const senders: { -readonly [C in keyof Senders]: Senders[C] } = {
    email: note('email'),
    push: note('push'),
    sms: note('sms'),
  };
  const expandDeps: { -readonly [K in keyof ExpandDeps]: ExpandDeps[K] } = {
    ...{ table, now, newId, logger, ...runBounds },
    requests: queue('requests'),
    deliveries: queue('deliveries'),
    refused: queue('refused'),
  };
  const deliverDeps: DeliverDeps = {
    ...{ table, now, newId, logger, senders },
    productName: 'Latchkey',
    siteUrl: 'https://account.example.com',
  };

  const recordOf = (message: Waiting) => {
    const { id, body, sentAt = moment.getTime() } = message;
    message.sentAt = sentAt;
    return { messageId: id, body, attributes: { SentTimestamp: String(sentAt) } } as SQSRecord;
  };
  /** Hands a queue's messages to its function once, ten at a time; those that failed go back. Gives how many did. */
  const run = async (name: 'requests' | 'deliveries') => {
    const waiting = queues[name].splice(0);
    const failed = new Set<string>();
    for (const batch of inPieces(waiting, 10)) {
      const Records = batch.map(recordOf);
      const { batchItemFailures } =
        name === 'requests' ? await expand(expandDeps, { Records }) : await deliver(deliverDeps, { Records });
      for (const { itemIdentifier } of batchItemFailures) failed.add(itemIdentifier);
    }
    queues[name].push(...waiting.filter(({ id }) => failed.has(id)));
    return failed.size;
  };

  const write = async (items: Record<string, unknown>[]) => {
    await inParallel(inPieces(items, 25), 4, async (some) => {
      const puts = some.map((Item) => ({ PutRequest: { Item } }));
      await table.client.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
    });
  };
  const scan = async (prefix: string) => {
    const found: Record<string, unknown>[] = [];
    let from: Record<string, unknown> | undefined;
    do {
      const page = await table.client.send(
        new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey: from }),
      );
      found.push(...(page.Items ?? []).filter(({ pk }) => String(pk).startsWith(prefix)));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return found;
  };

  return {
    table,
    client,
    counter,
    queues,
    sqs,
    take,
    sent,
    senders,
    expandDeps,
    deliverDeps,
    logged,
    now,
    newId,
    run,
    advance: (milliseconds: number) => {
      moment = after(moment, milliseconds);
    },
    /** Hands messages to the function that delivers, over whatever it is given; gives the ids of those that failed. */
    deliver: async (deps: DeliverDeps, messages: readonly Waiting[]): Promise<string[]> => {
      const { batchItemFailures } = await deliver(deps, { Records: messages.map(recordOf) });
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    /** A company whose members have these roles; gives its id and theirs. */
    company: async (roles: readonly Role[], more: Partial<Account> = {}) => {
      const companyId = newId();
      const createdAt = moment.toISOString();
      const { items, accountIds } = companyItems({ companyId, createdAt, roles, newId }, more);
      await write(items);
      return { companyId, accountIds };
    },
    choose: (accountId: string, changes: PreferenceChanges) =>
      commit(table, [changePreferences(tableName, accountId, changes, { now: moment, over: null })]),
    /** Puts what a source publishes into the queue of requests, as the bus's rule does. */
    publish: (detail: unknown, source = 'product') => {
      const body = JSON.stringify({ id: randomUUID(), source, 'detail-type': notificationRequested, detail });
      queues.requests.push({ id: randomUUID(), body, attributes: {} });
    },
    /** Puts one of Latchkey's own events there. */
    happened: (envelope: Envelope) => {
      const body = JSON.stringify({ source: eventSource, 'detail-type': envelope.type, detail: envelope });
      queues.requests.push({ id: randomUUID(), body, attributes: {} });
    },
    /** Runs both functions until nothing is left, or what is left fails again and again. Gives what is left. */
    drain: async (most = 6) => {
      for (let round = 0; round < most; round += 1) {
        if (queues.requests.length + queues.deliveries.length === 0) return 0;
        await run('requests');
        await run('deliveries');
      }
      return queues.requests.length + queues.deliveries.length;
    },
    /** Does what has fallen due, as the sweep does: what was deferred, and what else there are handlers for. */
    sweep: (others: readonly (readonly [string, DueHandler])[] = []) =>
      sweep({
        ...{ table, now, logger },
        handlers: new Map<string, DueHandler>([
          ...others,
          [deferredDue, (item) => sendMessages(queue('deliveries'), [{ body: deferredMessage(item) }])],
        ]),
      }),
    /** What stands in an account's inbox, the newest first. */
    inbox: async (accountId: string): Promise<InboxEntry[]> =>
      (await scan(inboxKey(accountId, '').pk))
        .map((item) => v.parse(inboxEntrySchema, item))
        .sort((a, b) => (a.notificationId < b.notificationId ? 1 : -1)),
    events: async () => (await scan(eventPartitionPrefix)).map((item) => v.parse(envelopeSchema, item)),
    scan,
  };
}
