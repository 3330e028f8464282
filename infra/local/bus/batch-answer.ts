import { createHash } from 'node:crypto';

import type { SQSEvent } from 'aws-lambda';
import * as v from 'valibot';

import type { Message } from './message-store.ts';

const answerSchema = v.object({ batchItemFailures: v.array(v.object({ itemIdentifier: v.string() })) });

/** The messages as Lambda hands them to a function. */
export function toSqsEvent(queue: string, messages: readonly Message[]): SQSEvent {
  const Records = messages.map((message) => ({
    messageId: message.id,
    receiptHandle: `${message.id}#${message.receives}`,
    body: message.body,
    attributes: {
      ApproximateReceiveCount: String(message.receives),
      ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
      SenderId: 'AROALOCAL:events',
      SentTimestamp: String(message.sentAt),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(message.body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:us-east-1:000000000000:latchkey-local-${queue}`,
    awsRegion: 'us-east-1',
  }));
  return { Records };
}

/**
 * Which messages of a batch failed, by what the function returned, as Lambda reads it: nothing returned means that all
 * are done; an answer that is no batch answer, or that names a message which isn't in the batch, fails all of it.
 */
export function failedOf(answer: unknown, messages: readonly Message[]): Set<string> {
  const all = new Set(messages.map(({ id }) => id));
  if (answer === undefined || answer === null) return new Set();
  if (typeof answer === 'object' && !Array.isArray(answer) && Object.keys(answer).length === 0)
    return new Set();
  const { success, output } = v.safeParse(answerSchema, answer);
  if (!success) return all;
  const failed = new Set(output.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  return failed.isSubsetOf(all) ? failed : all;
}
