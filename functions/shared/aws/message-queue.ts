import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { backOff } from './transaction.ts';
import { clientSettings } from './client-settings.ts';

/** A queue of SQS. */
export interface MessageQueue {
  readonly client: SQSClient;
  readonly url: string;
}

export interface QueueMessage {
  readonly body: string;
  /** Beside the body, for whoever looks into the queue. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** What SQS takes in one call: ten messages, of so many bytes in all (an older limit, which emulators keep). */
const mostMessages = 10;
const mostBytes = 256 * 1024;
const mostTries = 4;

/** Opens SQS with the house's bounds. */
export function openQueues(): SQSClient {
  return new SQSClient(clientSettings());
}

/** Puts messages into a queue. Those that SQS refuses for the moment are sent again; throws when some stay out. */
export async function sendMessages(queue: MessageQueue, messages: readonly QueueMessage[]): Promise<void> {
  for (const batch of batchesOf(messages)) {
    let left = batch;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === mostTries) throw new MessagesLeftOut();
      if (attempt > 0) await backOff(attempt);
      left = await sendBatch(queue, left);
    }
  }
}

/** Sends up to ten messages; gives those that were not taken. */
async function sendBatch({ client, url }: MessageQueue, messages: readonly QueueMessage[]) {
  const { Failed = [] } = await client.send(
    new SendMessageBatchCommand({
      QueueUrl: url,
      Entries: messages.map(({ body, attributes = {} }, index) => ({
        Id: String(index),
        MessageBody: body,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [
            name,
            { DataType: 'String', StringValue },
          ]),
        ),
      })),
    }),
  );
  return messages.filter((_, index) => Failed.some(({ Id }) => Id === String(index)));
}

function batchesOf(messages: readonly QueueMessage[]): QueueMessage[][] {
  const batches: QueueMessage[][] = [];
  let bytes = Infinity;
  for (const message of messages) {
    const size =
      Buffer.byteLength(message.body) + Buffer.byteLength(JSON.stringify(message.attributes ?? {}));
    const last = batches.at(-1);
    if (last === undefined || last.length === mostMessages || bytes + size > mostBytes) {
      batches.push([message]);
      bytes = size;
    } else {
      last.push(message);
      bytes += size;
    }
  }
  return batches;
}

/** SQS left messages out again and again: for this call as good as down. */
class MessagesLeftOut extends Error {
  override readonly name = 'ThrottlingException';
}
