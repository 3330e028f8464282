import { createHash, randomUUID } from 'node:crypto';

import * as v from 'valibot';

import type { Queue } from '../bus/queue.ts';

/** A refusal as SQS words it: the SDK makes an error of that name of it. */
export class Refusal extends Error {
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

/** A queue, or the dead letters of one. */
interface Place {
  readonly queue: Queue;
  readonly dead: boolean;
}

/** The queues by their names on this machine. */
export type Queues = ReadonlyMap<string, Queue>;

const prefix = 'latchkey-local-';
const suffix = '-dead-letters';
const account = '000000000000';
/** SQS's limits: messages of a batch; bytes of a message, and of a batch. */
const mostEntries = 10;
const mostBytes = 1024 * 1024;

export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:${account}:${prefix}${name}`;
/** Where a queue is found by its name, below the stand-in's endpoint. */
export const queueUrl = (endpoint: string, name: string) => `${endpoint}/${account}/${prefix}${name}`;
/** The name of a queue's dead letters. */
export const deadLettersOf = (name: string) => `${name}${suffix}`;

const attributesSchema = v.optional(
  v.record(v.string(), v.object({ DataType: v.literal('String'), StringValue: v.string() })),
  {},
);
const urlSchema = v.object({ QueueUrl: v.string() });
const batchSchema = v.object({
  ...urlSchema.entries,
  Entries: v.array(
    v.object({ Id: v.string(), MessageBody: v.string(), MessageAttributes: attributesSchema }),
  ),
});
const messageSchema = v.object({
  ...urlSchema.entries,
  MessageBody: v.string(),
  MessageAttributes: attributesSchema,
});
const listSchema = v.object({ QueueNamePrefix: v.optional(v.string(), '') });
const moveSchema = v.object({ SourceArn: v.string() });

type Operation = (queues: Queues, body: unknown, endpoint: string) => Promise<object>;

function placeAt(queues: Queues, address: string): Place {
  const name = address.slice(address.lastIndexOf(prefix) + prefix.length);
  const dead = !queues.has(name) && name.endsWith(suffix);
  const queue = queues.get(dead ? name.slice(0, -suffix.length) : name);
  if (!address.includes(prefix) || queue === undefined)
    throw new Refusal('QueueDoesNotExist', 'The specified queue does not exist.');
  return { queue, dead };
}

async function put(
  { queue, dead }: Place,
  body: string,
  attributes: v.InferOutput<typeof attributesSchema>,
): Promise<object> {
  if (body === '')
    throw new Refusal('MissingParameter', 'The request must contain the parameter MessageBody.');
  const plain = Object.fromEntries(
    Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue]),
  );
  await (dead ? queue.bury(body, plain) : queue.send(body));
  return { MessageId: randomUUID(), MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
}

function demandFitting(bodies: readonly string[]): void {
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  if (bytes > mostBytes) throw new Refusal('BatchRequestTooLong', `Longer than ${mostBytes} bytes.`);
}

/** What Latchkey and its tools ask of SQS, by the operation's name. */
export const operations: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    'SendMessage',
    async (queues, body) => {
      const { QueueUrl, MessageBody, MessageAttributes } = v.parse(messageSchema, body);
      demandFitting([MessageBody]);
      return put(placeAt(queues, QueueUrl), MessageBody, MessageAttributes);
    },
  ],
  [
    'SendMessageBatch',
    async (queues, body) => {
      const { QueueUrl, Entries } = v.parse(batchSchema, body);
      if (Entries.length === 0) throw new Refusal('EmptyBatchRequest', 'There is no entry.');
      if (Entries.length > mostEntries)
        throw new Refusal('TooManyEntriesInBatchRequest', `More than ${mostEntries} entries.`);
      demandFitting(Entries.map(({ MessageBody }) => MessageBody));
      const place = placeAt(queues, QueueUrl);
      const Successful: object[] = [];
      for (const { Id, MessageBody, MessageAttributes } of Entries)
        Successful.push({ Id, ...(await put(place, MessageBody, MessageAttributes)) });
      return { Successful, Failed: [] };
    },
  ],
  [
    'ListQueues',
    (queues, body, endpoint) => {
      const { QueueNamePrefix } = v.parse(listSchema, body);
      const names = [...queues.keys()].flatMap((name) => [name, deadLettersOf(name)]);
      const found = names.filter((name) => `${prefix}${name}`.startsWith(QueueNamePrefix));
      return Promise.resolve({ QueueUrls: found.map((name) => queueUrl(endpoint, name)) });
    },
  ],
  [
    'GetQueueAttributes',
    (queues, body) => {
      const { QueueUrl } = v.parse(urlSchema, body);
      const { queue, dead } = placeAt(queues, QueueUrl);
      const name = QueueUrl.slice(QueueUrl.lastIndexOf(prefix) + prefix.length);
      const redrive = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arnOf(deadLettersOf(name)) }) };
      const count = dead ? queue.deadLetters().length : queue.waiting();
      return Promise.resolve({
        Attributes: {
          QueueArn: arnOf(name),
          ApproximateNumberOfMessages: String(count),
          ...(dead ? {} : redrive),
        },
      });
    },
  ],
  [
    'StartMessageMoveTask',
    async (queues, body) => {
      const { queue, dead } = placeAt(queues, v.parse(moveSchema, body).SourceArn);
      if (!dead) throw new Refusal('InvalidParameterValue', 'The source is no dead-letter queue.');
      await queue.redrive();
      return { TaskHandle: randomUUID() };
    },
  ],
]);
